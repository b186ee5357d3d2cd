/**
 * Ollama: layers of a GGUF file, a compute buffer, and the context of every parallel slot, all allocated when the model loads. It keeps no pool: the
 * cache below is what contexts may take together before layers move to the CPU.
 */
import { own } from '../../../core/own';
import { toGiB } from '../../../core/units';
import { tensorPlan } from '../../model/tensors';
import type { ReplicaSpec } from '../../replica-spec';
import type { Accounting } from '../accounting';

/** Bits per weight over the whole file, vocabulary included (llama.cpp tools/quantize/README.md, Llama 3.1 8B; read 2026-11). */
export const GGUF_BITS: Readonly<Record<string, number>> = {
  q2_k: 3.16,
  q3_k_m: 4.0,
  q4_0: 4.66,
  q4_k_m: 4.89,
  q5_k_m: 5.7,
  q6_k: 6.56,
  q8_0: 8.5,
  f16: 16,
};

/** Left alone on every card (`cudaMinimumMemory`, ollama discover/gpu.go). */
const MINIMUM_GIB = 457 / 1024;
/** Tokens of one compute batch (`num_batch`). */
const BATCH = 512;
const FP32 = 4;

export function ollama(): Accounting {
  return {
    budget: ({ physical }) => physical.perGpuGiB - MINIMUM_GIB,
    weights: (_, spec) => ggufGiB(spec),
    unknownWeights: 'quantization: scheme of the GGUF file, such as q4_k_m or q8_0',
    kvCache: ({ budget, weights }, _, spec) => budget - weights - computeGiB(spec),
    // The graph law is that of attention without flash kernels; with them the buffer is a fraction of it.
    bandGiB: () => 1,
  };
}

/** Layers are dealt out to the GPUs, not split. */
function ggufGiB({ model, tensorParallel }: ReplicaSpec): number | null {
  const bits = own(GGUF_BITS, model.facts.nativeQuantization ?? '');
  if (bits === undefined) return null;
  const elements = tensorPlan(model.facts).groups.reduce((sum, group) => sum + group.elements, 0);
  return toGiB((elements * bits) / 8) / tensorParallel;
}

/** Attention scores of a batch over the context of all slots, or the logits (ollama fs/ggml `GraphSize`, llama family). */
function computeGiB({ model: { facts }, maxContextTokens, maxNumSeqs }: ReplicaSpec): number {
  const context = maxContextTokens * (maxNumSeqs ?? 1);
  const hidden = facts.hiddenSize ?? 0;
  const attention = 1 + 4 * hidden + context * (1 + (facts.attentionHeads ?? 0));
  return toGiB(FP32 * BATCH * Math.max(attention, hidden + (facts.vocabSize ?? 0)));
}
