/** AF-ENG-026: a parser that the engine cannot load stops it at its start. */
import { closest } from '../../core/closest';
import { type Rule, type Violation, violations } from '../../core/rule';
import { parsersAsked } from '../pool-parsers';
import type { PoolView } from '../pool-view';

export const parsersPresent: Rule<PoolView> = {
  id: 'parsers-present',
  code: 'AF-ENG-026',
  title: 'The model needs, or the pool names, a parser that this release of the engine does not have (error) or may not have (warning).',
  why: 'The engine would not start.',
  fix: 'Take a release with the parser, or serve without it.',
  severity: ['error', 'warning'],
  check(pool) {
    const asked = parsersAsked(pool);
    if (asked.length === 0) return 'not-applicable';
    return violations(asked.filter(({ presence }) => presence !== 'present').map((one) => absent(pool, one)));
  },
};

type Asked = ReturnType<typeof parsersAsked>[number];

function absent({ engine, spec }: PoolView, { kind, prop, parser, presence, isNamed, without }: Asked): Violation {
  const release = engine.releaseWithParser(kind, parser, spec.gpu);
  const isUncertain = presence === 'uncertain';
  const guess = isNamed ? closest(parser, engine.parserNames(kind)) : undefined;
  const needs = isNamed ? `, which ${prop} names` : `, which ${spec.model.id} needs`;
  return {
    ...(isUncertain ? { severity: 'warning', uncertain: true } : { severity: 'error' }),
    prop: isNamed ? prop : 'engine',
    value: isNamed ? parser : engine.version,
    allowed:
      release === null
        ? engine.parserNames(kind).join(', ') || `none: ${engine.name} takes no ${kind} parser by name`
        : `a release with the ${kind} parser ${parser}, e.g. ${release}`,
    message: isUncertain
      ? `it is not known whether ${engine.name} has the ${kind} parser ${parser}${isNamed ? '' : ` of ${spec.model.id}`}`
      : `${engine.name} has no ${kind} parser ${parser}${needs}; the engine would not start`,
    repairs: [
      ...(guess === undefined ? [] : [`${prop}: '${guess}'`]),
      ...(release === null ? [] : [`engine: ${engine.factory}({ version: '${release}' })`]),
      without,
    ],
  };
}
