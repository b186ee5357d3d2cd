/** Buffers for LoRA adapters: every slot has room for the largest rank in every linear layer, used or not (vllm/lora/layers). They count with the weights. */
import type { ModelFacts } from '../../catalog/model-facts';
import { toGiB } from '../../core/units';
import type { AdapterSlots } from '../replica-spec';

/** Adapters are kept in 16 bit. */
const BYTES = 2;

/** GiB on one GPU. Experts have no buffers; the vocabulary has them on both sides. */
export function adapterGiB(facts: ModelFacts, slots: AdapterSlots | undefined, tensorParallel: number): number {
  if (slots === undefined) return 0;
  const perRank = (facts.layers ?? 0) * layerElements(facts, tensorParallel) + 2 * ((facts.vocabSize ?? 0) + (facts.hiddenSize ?? 0));
  return toGiB((slots.count ?? 1) * slots.rank * perRank * BYTES);
}

/** Of each projection the side that is not split by tensor parallelism is whole on every rank. */
function layerElements(facts: ModelFacts, tensorParallel: number): number {
  const [hidden, headDim] = [facts.hiddenSize ?? 0, facts.headDim ?? 0];
  const query = ((facts.attentionHeads ?? 0) * headDim) / tensorParallel;
  const keyValue = Math.max(1, (facts.kvHeads ?? 0) / tensorParallel) * headDim;
  const attention = 2 * (hidden + query) + 2 * (hidden + keyValue);
  const width = facts.moe === null ? (facts.intermediateSize ?? 0) / tensorParallel : 0;
  return attention + (width === 0 ? 0 : 3 * (hidden + width));
}
