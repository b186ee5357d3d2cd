/** AF-SPEC-015: what agents ask for embeddings is an embedding model, and what they ask to rank documents a reranker. */
import { remove } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import type { IInferencePool } from '../../inference/contract';
import type { FleetView } from '../fleet-view';

/** What each prop needs. */
const NEEDS = {
  embeddings: { kind: 'embedding', words: 'an embedding model', example: 'Model.BGE_M3' },
  reranker: { kind: 'reranker', words: 'a reranker', example: 'Model.BGE_RERANKER_V2_M3' },
} as const;

export const embeddingsOnEmbeddingModel: Rule<FleetView> = {
  id: 'embeddings-on-embedding-model',
  code: 'AF-SPEC-015',
  title: 'The pool for embeddings or for ranking of a fleet serves a model of another kind.',
  why: 'Language models and rerankers refuse requests for embeddings, and whatever is no reranker ranks nothing.',
  fix: 'Give embeddings a pool with an embedding model and reranker one with a reranker, or leave the prop out.',
  severity: 'error',
  check({ spec, setting }) {
    const given = (['embeddings', 'reranker'] as const).flatMap((prop) => {
      const pool: IInferencePool | undefined = spec[prop];
      return pool === undefined ? [] : [{ prop, ...setting.poolOf(pool) }];
    });
    if (given.length === 0) return 'not-applicable';
    const wrong = given.filter(({ prop, spec: { model } }) => model.facts.kind !== NEEDS[prop].kind);
    if (wrong.length === 0) return 'compliant';
    return wrong.map(({ prop, name, spec: { model } }) => {
      const { words, example } = NEEDS[prop];
      const kind = { llm: 'language model', embedding: 'embedding model', reranker: 'reranker' }[model.facts.kind];
      return {
        prop,
        value: model.id,
        allowed: `a pool that serves ${words}`,
        message: `${prop} needs ${words}, but ${name} serves the ${kind} ${model.id}`,
        repairs: [`${prop}: a pool with ${words}, e.g. ${example}`, repair(remove(prop))],
      };
    });
  },
};
