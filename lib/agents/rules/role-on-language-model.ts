/** AF-SPEC-009: agents talk to language models. */
import { type Rule, type Violation, violations } from '../../core/rule';
import type { PoolView } from '../../inference/pool-view';
import type { FleetRole } from '../fleet-view';

export const roleOnLanguageModel: Rule<FleetRole> = {
  id: 'role-on-language-model',
  code: 'AF-SPEC-009',
  title: 'A role is served by a model that is not a language model.',
  why: 'Embedding models and rerankers generate nothing, so every request of the role fails.',
  fix: 'Give the role a pool with a language model.',
  severity: 'error',
  check({ role: { name, pool, rollout } }) {
    const pools = [
      { prop: `roles.${name}.pool`, pool },
      ...(rollout === null ? [] : [{ prop: `roles.${name}.rollout.to`, pool: rollout.pool }]),
    ];
    const others = pools.filter((one) => one.pool.spec.model.facts.kind !== 'llm');
    return violations(others.map(({ prop, pool: other }) => withoutLanguage(name, prop, other)));
  },
};

function withoutLanguage(role: string, prop: string, pool: PoolView): Violation {
  const { model } = pool.spec;
  const { kind } = model.facts;
  return {
    prop,
    value: model.id,
    allowed: 'a pool that serves a language model',
    message: `role ${role} needs a language model, but ${pool.name} serves the ${kind} model ${model.id}`,
    repairs: [
      `${kind === 'embedding' ? 'embeddings' : 'reranker'}: ${pool.name} instead of a role`,
      `${prop}: a pool with a language model`,
    ],
  };
}
