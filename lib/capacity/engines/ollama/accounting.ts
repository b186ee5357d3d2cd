/**
 * Ollama: layers of a GGUF file, a compute buffer, and the context of every parallel slot, all allocated when the model loads. It keeps no pool: the
 * cache below is what contexts may take together before layers move to the CPU, and a session takes a whole slot, however short it is.
 */
import { GGUF, isGguf } from '../../../catalog/gguf';
import { toGiB } from '../../../core/units';
import { tensorPlan } from '../../model/tensors';
import type { ReplicaSpec } from '../../replica-spec';
import type { Accounting } from '../accounting';

/** Left alone on every card (`cudaMinimumMemory`, ollama discover/gpu.go). */
const MINIMUM_GIB = 457 / 1024;
/** Tokens of one compute batch (`num_batch`). A larger one, up to 2,048, is taken only where a quarter or more of the card stays free (server/sched.go at v0.32.15), so what fits is decided by this one. */
const BATCH = 512;
const FP32 = 4;

export function ollama(): Accounting {
  return {
    budget: ({ physical }) => physical.perGpuGiB - MINIMUM_GIB,
    weights: (_, spec) => ggufGiB(spec),
    unknownWeights: 'quantization: scheme of the GGUF file, such as q4_k_m or q8_0',
    kvCache: ({ budget, weights }, _, spec) => budget - weights - computeGiB(spec),
    // The graph formula is that of attention without flash kernels; with them the buffer is a fraction of it.
    bandGiB: () => 1,
  };
}

/** Layers are dealt out to the GPUs, not split. */
function ggufGiB({ model, quantization, tensorParallel }: ReplicaSpec): number | null {
  const scheme = quantization === 'checkpoint' ? (model.facts.nativeQuantization ?? '') : quantization;
  if (!isGguf(scheme)) return null;
  const { bits } = GGUF[scheme];
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
