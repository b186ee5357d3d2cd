/** AF-ENG-051: calls that no pool of the fleet answers. */
import { type Rule, violations } from '../../core/rule';
import { callsByRole } from '../encoder-calls';
import type { FleetView } from '../fleet-view';

export const encoderCallsAnswered: Rule<FleetView> = {
  id: 'encoder-calls-answered',
  code: 'AF-ENG-051',
  title: 'A role says how often it asks for embeddings or a ranking, and its fleet has no pool for them.',
  why: 'The agents would ask the router for a name that leads nowhere, and nothing is sized for their calls.',
  fix: 'Give the fleet the pool, or leave the calls out.',
  severity: 'error',
  check({ spec }) {
    const asked = callsByRole(spec);
    if (asked.length === 0) return 'not-applicable';
    return violations(
      asked
        .filter(({ pool }) => spec[pool] === undefined)
        .map(({ prop, pool, tokens }) => ({
          prop,
          value: `texts of ${tokens} tokens`,
          allowed: `nothing, as long as the fleet has no ${pool}`,
          message: `${prop} asks the pool of ${pool}, and the fleet has none`,
          repairs: [`${pool}: a pool with ${pool === 'embeddings' ? 'an embedding model' : 'a reranker'}`, `leave ${prop} out`],
        })),
    );
  },
};
