/**
 * LoRA adapters of vLLM: its flags, and what it does not take. Read in the source of releases 0.22.1, 0.26.0, 0.29.0, 0.30.0 and 0.33.0 (ranks: vllm/config/lora.py)
 * and of 0.30.0 (vllm/lora, entrypoints/launchers/cli_args.py; 2026-11). A source that is an absolute path is taken as it is; a repository is looked up with
 * `snapshot_download`, which answers from the folder of the weights while HF_HUB_OFFLINE is set. An adapter that does not load ends the start. Adapters are
 * loaded when the engine starts; loading at run time (VLLM_ALLOW_RUNTIME_LORA_UPDATING) is open to everyone who reaches the pool.
 */
import { EngineVersion } from '../../../catalog/engines/engine-version';
import { VLLM } from '../../../catalog/engines/vllm/definition';
import type { ServingBase } from '../adapter';
import { unreadAdapters } from '../adapter-limits';
import { flags } from '../engine-args';
import { doubt, type EngineLimit } from '../limit';

/** Flags that `adapters` sets, or that would change what it asks for. */
export const LORA_FLAGS = ['--enable-lora', '--lora-modules', '--max-loras', '--max-lora-rank', '--max-cpu-loras'];
/** Weight formats whose linear layers take adapters; of others it was not read. */
const READ_FORMATS = ['checkpoint', 'fp8', 'awq', 'gptq'];

export function loraFlags({ adapters, replica }: ServingBase): string[] {
  if (adapters === undefined || replica.adapters === undefined) return [];
  const { rank, count = 1 } = replica.adapters;
  return [
    '--enable-lora',
    ...flags({ '--max-loras': String(count), '--max-lora-rank': String(rank) }),
    '--lora-modules',
    ...adapters.map(({ name, source }) => `${name}=${source}`),
  ];
}

export function vllmAdapterLimits(spec: ServingBase): EngineLimit[] {
  return [...kindLimits(spec), ...rankLimits(spec), ...notRead(spec)];
}

function kindLimits({ replica: { model, engine }, adapters = [] }: ServingBase): EngineLimit[] {
  if (model.facts.kind === 'llm') return [];
  const message = `pools of ${engine.name} take adapters for language models; ${model.id} is none`;
  return [
    { prop: 'adapters', value: adapters.map(({ name }) => name).join(', '), allowed: 'nothing', message, repairs: ['leave adapters out'] },
  ];
}

/** A slot has one of the ranks that the release lists; the parsers of older releases list none. */
function rankLimits({ replica: { engine, adapters: slots }, adapters = [] }: ServingBase): EngineLimit[] {
  const ranks = VLLM.flags.choicesOf('--max-lora-rank', EngineVersion.of(engine.version, VLLM.releaseStep));
  if (slots === undefined || ranks?.includes(String(slots.rank)) === true) return [];
  const index = adapters.reduce((largest, { rank }, at) => (rank > (adapters[largest]?.rank ?? 0) ? at : largest), 0);
  const limit: EngineLimit = {
    prop: `adapters.${index}.rank`,
    value: adapters[index]?.rank,
    message: `whether ${engine.name} has slots of rank ${slots.rank} was not read`,
    repairs: [`engine: Engine.vllm({ version: '${VLLM.defaultVersion}' }), whose ranks were read`],
  };
  if (ranks === undefined) return [doubt(limit)];
  return [{ ...limit, allowed: ranks.join(', '), message: `${engine.name} has no slots of rank ${slots.rank}` }];
}

/** Buffers that the plan does not count, or formats that nobody has read. */
const notRead = (spec: ServingBase): EngineLimit[] =>
  unreadAdapters(spec, { experts: 'buffers beside its experts', isRead: (format) => READ_FORMATS.includes(format) });
