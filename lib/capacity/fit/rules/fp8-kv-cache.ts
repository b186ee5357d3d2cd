/** AF-CAP-004: fp8 KV where an attention backend reads it; where only one does, it has to be asked for. */
import { set } from '../../../core/change';
import { repair } from '../../../core/finding';
import { hasAttentionSinks } from '../../model/attention-sinks';
import type { ReplicaSpec } from '../../replica-spec';
import type { PoolRule } from '../assessment';

export const fp8KvCache: PoolRule = {
  id: 'fp8-kv-cache',
  code: 'AF-CAP-004',
  title: 'An fp8 KV cache on a GPU that does not support it; on Ampere it is experimental and has to be asked for.',
  why: 'No attention backend of the engine reads an fp8 cache there, so it stops when it starts.',
  fix: "Set kvCacheDtype: 'auto', or take a GPU from Ada on.",
  severity: 'error',
  bottleneck: 'format of the KV cache',
  check({ input: { replica } }) {
    if (replica.kvCacheDtype !== 'fp8' || replica.model.facts.attentionKind === 'encoder') return 'not-applicable';
    const { gpu, model } = replica;
    const support = fp8KvSupport(replica);
    const experimental = support === 'experimental';
    if (support === 'yes' || (experimental && replica.allowExperimentalFp8Kv === true)) return 'compliant';
    return [
      {
        prop: 'kvCacheDtype',
        value: 'fp8',
        allowed: experimental ? "'auto', or 'fp8' with allowExperimentalFp8Kv: true" : "'auto'",
        message: `no fp8 KV cache on ${gpu.name}${experimental ? ' unless asked for' : ''}: ${gpu.fp8KvReason}${sinksOnly(replica) ? `, and it has no attention sinks there, which ${model.id} has` : ''}`,
        repairs: [repair(set('kvCacheDtype', 'auto')), ...(experimental ? [repair(set('allowExperimentalFp8Kv', true))] : [])],
      },
    ];
  },
};

/** FlashInfer has sinks from Hopper on (`supports_sink` in v1/attention/backends/flashinfer.py of vLLM 0.30.0), and SGLang takes Triton for them, which reads fp8 from Ada on. */
const sinksOnly = ({ gpu, model }: ReplicaSpec): boolean => gpu.supportsFp8Kv === 'experimental' && hasAttentionSinks(model.facts);

/** By the engine where it has limits of its own. No MLA backend of vLLM or SGLang reads fp8 on GPUs where only FlashInfer does. */
function fp8KvSupport(replica: ReplicaSpec): 'yes' | 'experimental' | 'no' {
  const { gpu, model, engine } = replica;
  const { fp8KvFrom } = engine;
  const { computeCapability } = gpu.facts;
  if (fp8KvFrom !== undefined && computeCapability !== null) return computeCapability >= fp8KvFrom ? 'yes' : 'no';
  if (sinksOnly(replica)) return 'no';
  return gpu.supportsFp8Kv === 'experimental' && model.facts.mla !== null ? 'no' : gpu.supportsFp8Kv;
}
