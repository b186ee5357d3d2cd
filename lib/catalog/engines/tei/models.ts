/** Which models of the catalog Text Embeddings Inference loads, by their architecture. Others may load; that was not read. */
import type { Provenance } from '../../provenance';

/** `no`: why the engine does not serve it. */
export type TeiSupport = { readonly served: true } | { readonly served: false; readonly why: string };

const YES: TeiSupport = { served: true };
const BY_WORDS: TeiSupport = {
  served: false,
  why: 'it scores by the words yes and no of a language model, and the engine reranks by sequence classifiers alone',
};

export const TEI_MODELS: Readonly<Record<string, TeiSupport>> = {
  'bge-m3': YES,
  'bge-large-en-v1.5': YES,
  'bge-reranker-v2-m3': YES,
  'e5-mistral-7b-instruct': YES,
  'nomic-embed-text-v1.5': YES,
  'qwen3-embedding-0.6b': YES,
  'qwen3-embedding-4b': YES,
  'qwen3-embedding-8b': YES,
  'qwen3-reranker-0.6b': BY_WORDS,
  'qwen3-reranker-4b': BY_WORDS,
  'qwen3-reranker-8b': BY_WORDS,
  'jina-embeddings-v3': {
    served: false,
    why: 'the engine loads models of its family with absolute positions only, and it has rotary ones',
  },
};

export const TEI_MODELS_PROVENANCE: Provenance = {
  source: 'backends/candle/src/lib.rs, models/bert.rs and router/src/lib.rs (get_backend_model_type) at tag v1.9.3',
  asOf: '2026-11',
  evidence: 'found',
};
