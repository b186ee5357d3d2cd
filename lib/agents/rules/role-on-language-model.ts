/** AF-SPEC-009: agents talk to language models. */
import type { Rule } from '../../core/rule';
import type { FleetRole } from '../fleet-view';

export const roleOnLanguageModel: Rule<FleetRole> = {
  id: 'role-on-language-model',
  code: 'AF-SPEC-009',
  title: 'A role is served by a model that is not a language model.',
  why: 'Embedding models and rerankers generate nothing, so every request of the role fails.',
  fix: 'Give the role a pool with a language model.',
  severity: 'error',
  check({ role: { name, pool } }) {
    const { model } = pool.spec;
    if (model.facts.kind === 'llm') return 'compliant';
    const moved = [`${model.facts.kind === 'embedding' ? 'embeddings' : 'reranker'}: ${pool.name} instead of a role`];
    return [
      {
        prop: `roles.${name}.pool`,
        value: model.id,
        allowed: 'a pool that serves a language model',
        message: `role ${name} needs a language model, but ${pool.name} serves the ${model.facts.kind} model ${model.id}`,
        repairs: [...moved, `roles.${name}.pool: a pool with a language model`],
      },
    ];
  },
};
