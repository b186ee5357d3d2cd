/** AF-SPEC-015: what agents ask for embeddings is an embedding model. */
import { remove } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import type { FleetView } from '../fleet-view';

export const embeddingsOnEmbeddingModel: Rule<FleetView> = {
  id: 'embeddings-on-embedding-model',
  code: 'AF-SPEC-015',
  title: 'The pool for embeddings of a fleet serves a model that makes none.',
  why: 'Language models and rerankers refuse requests for embeddings.',
  fix: 'Give embeddings a pool with an embedding model, or leave the prop out.',
  severity: 'error',
  check({ spec: { embeddings }, setting }) {
    if (embeddings === undefined) return 'not-applicable';
    const { name, spec } = setting.poolOf(embeddings);
    const { id, facts } = spec.model;
    if (facts.kind === 'embedding') return 'compliant';
    return [
      {
        prop: 'embeddings',
        value: id,
        allowed: 'a pool that serves an embedding model',
        message: `embeddings needs an embedding model, but ${name} serves the ${facts.kind === 'llm' ? 'language' : facts.kind} model ${id}`,
        repairs: ['embeddings: a pool with an embedding model, e.g. Model.BGE_M3', repair(remove('embeddings'))],
      },
    ];
  },
};
