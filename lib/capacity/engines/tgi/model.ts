import { TGI_WEIGHT_KERNELS } from '../../../catalog/engines/tgi/weight-kernels';
import { modelByAccounting } from '../by-accounting';
import { UNCOMPARED_LATENCY } from '../uncompared-latency';
import { tgi } from './accounting';
import { TGI_BLOCK_TOKENS, tgiAttention } from './attention';

/** Tokens of a prefill where the launcher cannot tell the card (launcher/src/main.rs). */
const PREFILL_TOKENS = 4_096;

/** Text Generation Inference 3: what a warm-up prefill leaves becomes blocks, less a tenth. */
export const TGI_MODEL = modelByAccounting({
  id: 'tgi',
  name: 'TGI',
  spelled: /^(tgi|text[-_ ]generation[-_ ]inference)$/i,
  compared: 'not checked against start-up logs',
  unread: ['engineVersion', 'enforceEager', 'sampler', 'offline', 'interconnect', 'kvOffloadGiB', 'kvOffload', 'schedulerRecvInterval'],
  memoryShare: {
    input: 'engineMemoryFraction',
    setting: 'CUDA_MEMORY_FRACTION',
    meaning: 'share of the reported memory for weights, warm-up and KV cache; a tenth of what is left stays free beside it',
  },
  latency: UNCOMPARED_LATENCY,
  weightKernels: TGI_WEIGHT_KERNELS,
  // A prompt is computed whole: the warm-up runs one of full length at least.
  decided: ({ maxContextTokens, maxNumBatchedTokens = PREFILL_TOKENS }) => ({
    maxNumBatchedTokens: Math.max(maxNumBatchedTokens, maxContextTokens),
  }),
  blockTokens: (spec) => TGI_BLOCK_TOKENS[tgiAttention(spec)],
  accounting: ({ engineMemoryFraction }) => tgi(engineMemoryFraction ?? null),
});
