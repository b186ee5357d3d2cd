/**
 * LoRA adapters of SGLang: its flags, and what it does not take. Read in the wheel of 0.5.23 (sglang/srt/arg_groups/fields/lora.py, lora/mem_pool.py,
 * lora/lora_config.py, entrypoints/openai/serving_base.py; 2026-11). Its pool of adapters is laid out before the KV cache, a slot of the largest rank for each and
 * one for requests of the model itself. A source that is no folder is looked up on the hub, which answers from the folder of the weights while HF_HUB_OFFLINE is
 * set. Adapters are loaded when the engine starts; loading at run time (`/load_lora_adapter`) is open to everyone who reaches the pool.
 */
import type { ServingBase } from '../adapter';
import { unreadAdapters } from '../adapter-limits';
import { flags } from '../engine-args';
import type { EngineLimit } from '../limit';

/** Flags that `adapters` sets, or that would change what it asks for. */
export const LORA_FLAGS = [
  '--enable-lora',
  '--lora-paths',
  '--max-loras-per-batch',
  '--max-lora-rank',
  '--lora-target-modules',
  '--max-loaded-loras',
];

/** The linear layers that the plan counts. By itself the engine takes what the adapters name, also the vocabulary. */
const TARGETS = ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'];
/** One slot more than adapters: requests of the model itself take one as well. */
const OF_THE_MODEL = 1;

export function loraFlags({ adapters, replica }: ServingBase): string[] {
  if (adapters === undefined || replica.adapters === undefined) return [];
  const { rank, count = 1 } = replica.adapters;
  return [
    '--enable-lora',
    ...flags({ '--max-loras-per-batch': String(count + OF_THE_MODEL), '--max-lora-rank': String(rank) }),
    '--lora-target-modules',
    ...TARGETS,
    '--lora-paths',
    ...adapters.map(({ name, source }) => `${name}=${source}`),
  ];
}

/** What nobody has read, or the plan does not count. */
export const sglangAdapterLimits = (spec: ServingBase): EngineLimit[] =>
  unreadAdapters(spec, { experts: 'buffers of its experts', isRead: (format) => format === 'checkpoint' });
