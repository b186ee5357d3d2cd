import { SGLANG_REQUESTS } from '../../../catalog/engines/sglang/defaults';
import { SGLANG_WEIGHT_KERNELS } from '../../../catalog/engines/sglang/weight-kernels';
import type { ReplicaSpec } from '../../replica-spec';
import { modelByAccounting } from '../by-accounting';
import { sglang } from './accounting';
import { sglangAttentionNeed } from './attention-need';
import { SGLANG_LATENCY } from './latency';
import { latentLayoutOf } from './latent-layout';
import { pageTokens } from './page-tokens';
import { sglangRelease } from './release';
import { sglangSettings } from './settings';
import { sglangSplitFaults } from './split-faults';
import { windowPoolShare } from './window-pools';

/** SGLang: a static fraction of the memory for weights and cache, by the rule of the release. */
export const SGLANG_MODEL = modelByAccounting({
  id: 'sglang',
  name: 'SGLang',
  spelled: /^sg-?lang$/i,
  compared: 'compared with few start-up logs',
  unread: ['maxNumSeqs', 'sampler', 'offline', 'interconnect'],
  memoryShare: {
    input: 'engineMemoryFraction',
    setting: '--mem-fraction-static',
    meaning: 'share of what is free before the weights load, for weights and KV cache alone: activations and graphs come out of the rest',
  },
  latency: SGLANG_LATENCY,
  weightKernels: SGLANG_WEIGHT_KERNELS,
  decided: (spec) => ({
    maxNumSeqs: spec.maxNumSeqs ?? SGLANG_REQUESTS,
    maxNumBatchedTokens: sglangSettings(spec).chunk,
    // Layers with a window have a pool of their own, as a share of the tokens of the others: what a window saves is not free for those.
    hybridKvCacheManager: false,
    windowPoolShare: windowPoolShare(spec.model.facts, sglangRelease(spec.engine.version)),
    ...withSlotOfModel(spec),
    ...latentLayoutOf(spec, sglangRelease(spec.engine.version)),
  }),
  blockTokens: pageTokens,
  splitFaults: sglangSplitFaults,
  attentionNeed: sglangAttentionNeed,
  accounting: ({ engineMemoryFraction, engine }) => sglang(engineMemoryFraction ?? null, sglangRelease(engine.version)),
});

/** Requests of the model itself take a slot beside those of the adapters (`max_loras_per_batch`, sglang/srt/lora/mem_pool.py of 0.5.23). */
const withSlotOfModel = ({ adapters }: ReplicaSpec): Partial<ReplicaSpec> =>
  adapters === undefined ? {} : { adapters: { ...adapters, count: (adapters.count ?? 1) + 1 } };
