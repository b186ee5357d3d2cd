import type { ModelFacts } from '../../catalog/model-facts';

/** Ranks that hold the same keys and values: all of them for a latent, those beyond the KV heads otherwise (vllm/config/model.py). */
export function kvCopies(facts: ModelFacts, tensorParallel: number): number {
  if (facts.mla !== null) return tensorParallel;
  return Math.max(1, Math.floor(tensorParallel / (facts.kvHeads ?? tensorParallel)));
}
