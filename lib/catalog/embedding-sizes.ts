/** How long the vectors of embedding models are, and how short their clients may cut them. */
import { own } from '../core/own';
import type { Provenance } from './provenance';

export interface EmbeddingSize {
  /** Numbers in a vector as the model gives it. */
  readonly dimensions: number;
  /** The shortest cut for which the model was trained (Matryoshka); null where vectors cannot be cut. */
  readonly leastDimensions: number | null;
  readonly provenance: Provenance;
}

const row = (dimensions: number, leastDimensions: number | null, source: string): EmbeddingSize => ({
  dimensions,
  leastDimensions,
  provenance: { source, asOf: '2026-11', evidence: 'known' },
});

const SIZES: Readonly<Record<string, EmbeddingSize>> = {
  'bge-m3': row(1024, null, 'model card of BAAI/bge-m3'),
  'bge-large-en-v1.5': row(1024, null, 'model card of BAAI/bge-large-en-v1.5'),
  'e5-mistral-7b-instruct': row(4096, null, 'model card of intfloat/e5-mistral-7b-instruct'),
  'qwen3-embedding-0.6b': row(1024, 32, 'model card of Qwen/Qwen3-Embedding-0.6B'),
  'qwen3-embedding-4b': row(2560, 32, 'model card of Qwen/Qwen3-Embedding-4B'),
  'qwen3-embedding-8b': row(4096, 32, 'model card of Qwen/Qwen3-Embedding-8B'),
  'nomic-embed-text-v1.5': row(768, 64, 'model card of nomic-ai/nomic-embed-text-v1.5'),
  'jina-embeddings-v3': row(1024, 32, 'model card of jinaai/jina-embeddings-v3'),
};

/** Null where it is not known, e.g. of a model of your own. */
export const embeddingSizeOf = (modelId: string): EmbeddingSize | null => own(SIZES, modelId) ?? null;
