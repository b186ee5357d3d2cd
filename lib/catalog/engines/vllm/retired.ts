/** Flags and variables of vLLM that are gone, and what to write today. An unknown flag stops the start; an unknown variable is ignored. */
import type { Provenance } from '../../provenance';
import type { RetiredRow } from '../flag';

/** Flag, first release known to be without it, and what to write today. */
export const VLLM_RETIRED_FLAGS: readonly RetiredRow[] = [
  ['--swap-space', '0.19.0', 'remove it: sequences are recomputed, not swapped; for a cache tier in host memory use --kv-offloading-size'],
  ['--disable-log-requests', '0.19.0', 'remove it: requests are not logged unless --enable-log-requests is given'],
  ['--max-num-partial-prefills', '0.28.0', 'remove it'],
  ['--max-long-partial-prefills', '0.28.0', 'remove it; --long-prefill-token-threshold still exists'],
  ['--calculate-kv-scales', '0.28.0', 'remove it: without scales in the checkpoint an fp8 KV cache uses 1.0'],
  ['--lora-extra-vocab-size', '0.19.0', 'remove it'],
  ['--guided-decoding-backend', '0.19.0', `use --structured-outputs-config '{"backend":"auto"}'`],
  ['--enable-reasoning', '0.10.2', 'use --reasoning-parser'],
  ['--task', '0.19.0', 'use --runner (pooling models: --runner pooling, and --convert where the model needs it)'],
  ['--rope-scaling', '0.19.0', 'use --hf-overrides'],
  ['--rope-theta', '0.19.0', 'use --hf-overrides'],
  ['--preemption-mode', '0.19.0', 'remove it: preempted sequences are always recomputed'],
  ['--num-scheduler-steps', '0.10.2', 'remove it'],
  ['--num-lookahead-slots', '0.19.0', 'remove it'],
  ['--max-seq-len-to-capture', '0.19.0', 'use --max-cudagraph-capture-size'],
  ['--cuda-graph-sizes', '0.19.0', 'use --cudagraph-capture-sizes'],
  ['--enable-prompt-adapter', '0.10.2', 'remove it: adapters are LoRA, --enable-lora'],
  ['--speculative-model', '0.10.2', 'use --speculative-config'],
  ['--num-speculative-tokens', '0.10.2', 'use --speculative-config'],
  ['--use-v2-block-manager', '0.10.2', 'remove it'],
  ['--default-max-num-batched-tokens', '0.30.0', 'use --max-num-batched-tokens'],
  ['--override-pooler-config', '0.19.0', 'use --pooler-config'],
  ['--enable-mamba-fine-grained-prefix-cache', '0.31.0', 'remove it; see --enable-mamba-shared-prefix-checkpoint'],
];

/** Environment variable, first release known to be without it, and what to write today. */
export const VLLM_RETIRED_ENVIRONMENT: readonly RetiredRow[] = [
  ['VLLM_USE_V1', '0.28.0', 'remove it: there is one engine left'],
  ['VLLM_ATTENTION_BACKEND', '0.28.0', 'use --attention-backend'],
  ['VLLM_ENABLE_SCALE_OUT_ENDPOINTS', '0.30.0', 'use --enable-scale-out'],
];

export const VLLM_RETIRED_PROVENANCE: Provenance = {
  source:
    'vllm-project/vllm@017e9f44 vllm/engine/arg_utils.py and vllm/envs.py (2026-08-17); release notes of 0.30; argument parsers of the releases in the flag table',
  asOf: '2026-11',
  evidence: 'found',
};
