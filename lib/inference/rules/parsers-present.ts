/** AF-ENG-026: a parser that the engine cannot load stops it at its start. */
import { type Rule, violations } from '../../core/rule';
import { parsersAsked, WITHOUT_TOOLS } from '../pool-parsers';
import type { PoolView } from '../pool-view';

export const parsersPresent: Rule<PoolView> = {
  id: 'parsers-present',
  code: 'AF-ENG-026',
  title: 'The model needs a parser that this release of the engine does not have (error) or may not have (warning).',
  why: 'The engine would not start.',
  fix: 'Take a release with the parser, or serve without tool calling.',
  severity: ['error', 'warning'],
  check(pool) {
    const { engine, spec } = pool;
    const asked = parsersAsked(pool);
    if (asked.length === 0) return 'not-applicable';
    const absent = asked.filter(({ presence }) => presence !== 'present');
    return violations(
      absent.map(({ kind, parser, presence }) => {
        const release = engine.releaseWithParser(kind, parser, spec.gpu);
        const isUncertain = presence === 'uncertain';
        return {
          ...(isUncertain ? { severity: 'warning', uncertain: true } : { severity: 'error' }),
          prop: 'engine',
          value: engine.version,
          allowed:
            release === null ? 'no release that this library has read' : `a release with the ${kind} parser ${parser}, e.g. ${release}`,
          message: isUncertain
            ? `it is not known whether ${engine.name} has the ${kind} parser ${parser} of ${spec.model.id}`
            : `${engine.name} has no ${kind} parser ${parser}, which ${spec.model.id} needs; the engine would not start`,
          repairs: [...(release === null ? [] : [`engine: ${engine.factory}({ version: '${release}' })`]), WITHOUT_TOOLS],
        };
      }),
    );
  },
};
