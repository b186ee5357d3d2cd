/** AF-ENG-031: an image of the user's own may bring it. */
import type { Rule } from '../../core/rule';
import { isAskedFor, WITHOUT_REASONING, WITHOUT_TOOLS } from '../pool-parsers';
import type { PoolView } from '../pool-view';

export const parsersComplete: Rule<PoolView> = {
  id: 'parsers-complete',
  code: 'AF-ENG-031',
  title: 'The parsers of the model need something that the image of the engine does not contain (error) or may not contain (warning).',
  why: 'The engine would not start.',
  fix: 'Take an image with it, or serve without tool calling.',
  severity: ['error', 'warning'],
  check({ engine, spec }) {
    const { toolCall, reasoning } = parsersOfModel({ engine, spec });
    if (toolCall === undefined && reasoning === undefined) return 'not-applicable';
    const { lacks = null } = engine.parsersOf(spec.model.facts);
    const names = [toolCall, reasoning].filter((name) => name !== null && name !== undefined).join(' and ');
    if (lacks === null || names === '') return 'compliant';
    const own = engine.ownImage !== null;
    const [prop, without] =
      toolCall === undefined ? (['reasoning', WITHOUT_REASONING] as const) : (['toolCalling', WITHOUT_TOOLS] as const);
    return [
      {
        ...(own ? { severity: 'warning', uncertain: true } : { severity: 'error' }),
        prop,
        value: true,
        allowed: own ? 'an image with it' : 'false, or an image of yours with it',
        message: own
          ? `${spec.model.id} needs ${lacks} for the parsers ${names}; it is not known whether ${engine.ownImage} contains it`
          : `${spec.model.id} needs ${lacks} for the parsers ${names}, and the image of ${engine.name} does not contain it; the engine would not start`,
        repairs: [without, ...(own ? [] : [`engine: ${engine.factory}({ image: '<your image with it>' })`])],
      },
    ];
  },
};

/** Parsers that the pool takes from the facts of the model; undefined where it asks for none, or for one by name. */
function parsersOfModel({ engine, spec }: Pick<PoolView, 'engine' | 'spec'>) {
  const { toolCall, reasoning } = engine.parsersOf(spec.model.facts);
  const isOfModel = (prop: 'toolCalling' | 'reasoning') => typeof spec[prop] !== 'string' && isAskedFor({ spec }, prop);
  return { toolCall: isOfModel('toolCalling') ? toolCall : undefined, reasoning: isOfModel('reasoning') ? reasoning : undefined };
}
