import type { ReplicaSpec } from '../../replica-spec';
import type { AttentionNeed } from '../attention-need';
import { vllmAttentionNeed } from '../vllm/attention-need';

/**
 * By default both kinds take FlashMLA, which has kernels for 9.0 and 10.0 (`_dsa_split_backend_resolution` in srt/arg_groups/overrides.py and deepseek_v4_hook.py of the
 * wheel 0.5.23, read 2026-12-01). There is a backend in TileLang as well, and nobody has read on which cards it runs.
 */
export function sglangAttentionNeed(spec: Pick<ReplicaSpec, 'model' | 'gpu'>): AttentionNeed | null {
  const need = vllmAttentionNeed(spec);
  return need === null ? null : { ...need, olderRefused: false };
}
