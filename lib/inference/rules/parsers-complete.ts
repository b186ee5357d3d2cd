/** AF-ENG-031: an image of the user's own may bring it. */
import type { Rule } from '../../core/rule';
import { WITHOUT_TOOLS } from '../pool-parsers';
import type { PoolView } from '../pool-view';

export const parsersComplete: Rule<PoolView> = {
  id: 'parsers-complete',
  code: 'AF-ENG-031',
  title: 'The parsers of the model need something that the image of the engine does not contain (error) or may not contain (warning).',
  why: 'The engine would not start.',
  fix: 'Take an image with it, or serve without tool calling.',
  severity: ['error', 'warning'],
  check({ engine, spec }) {
    if (spec.toolCalling === false) return 'not-applicable';
    const { lacks = null, toolCall, reasoning } = engine.parsersOf(spec.model.facts);
    if (lacks === null) return 'compliant';
    const own = engine.ownImage !== null;
    const names = [toolCall, reasoning].filter((name) => name !== null).join(' and ');
    return [
      {
        ...(own ? { severity: 'warning', uncertain: true } : { severity: 'error' }),
        prop: 'toolCalling',
        value: true,
        allowed: own ? 'an image with it' : 'false, or an image of yours with it',
        message: own
          ? `${spec.model.id} needs ${lacks} for the parsers ${names}; it is not known whether ${engine.ownImage} contains it`
          : `${spec.model.id} needs ${lacks} for the parsers ${names}, and the image of ${engine.name} does not contain it; the engine would not start`,
        repairs: [WITHOUT_TOOLS, ...(own ? [] : [`engine: ${engine.factory}({ image: '<your image with it>' })`])],
      },
    ];
  },
};
