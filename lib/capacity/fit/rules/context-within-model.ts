/** AF-CAP-018: the pool's context cap over what the model was configured for. */
import { set } from '../../../core/change';
import { repair } from '../../../core/finding';
import { formatInteger } from '../../../core/format';
import type { PoolRule } from '../assessment';

export const contextWithinModel: PoolRule = {
  id: 'context-within-model',
  code: 'AF-CAP-018',
  title: "The pool's context is longer than the model's.",
  why: 'The model was not trained for longer positions; the engine refuses such a limit.',
  fix: "Lower maxContextTokens to the model's maximum.",
  severity: 'error',
  bottleneck: "the model's context",
  check({ input: { replica } }) {
    const limit = replica.model.facts.maxPositionEmbeddings;
    const asked = replica.maxContextTokens;
    if (limit === null) return 'not-applicable';
    if (asked <= limit) return 'compliant';
    const message = `maxContextTokens ${formatInteger(asked)} is over the ${formatInteger(limit)} tokens that ${replica.model.facts.id} is configured for`;
    const allowed = `≤ ${formatInteger(limit)}`;
    return [{ prop: 'maxContextTokens', value: asked, allowed, message, repairs: [repair(set('maxContextTokens', limit))] }];
  },
};
