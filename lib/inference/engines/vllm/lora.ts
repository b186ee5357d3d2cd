/**
 * LoRA adapters of vLLM: its flags, and what it does not take. Read in the source of release 0.30.0 (vllm/config/lora.py, vllm/lora; 2026-11). Adapters
 * are loaded when the engine starts; loading at run time (VLLM_ALLOW_RUNTIME_LORA_UPDATING) is open to everyone who reaches the pool.
 */
import type { ServingBase } from '../adapter';
import { flags } from '../engine-args';
import { doubt, type EngineLimit } from '../limit';

/** The largest that every release takes. */
const MOST_RANK = 256;
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

function rankLimits({ replica: { engine }, adapters = [] }: ServingBase): EngineLimit[] {
  return adapters.flatMap(({ name, rank }, index) =>
    rank <= MOST_RANK
      ? []
      : [
          {
            prop: `adapters.${index}.rank`,
            value: rank,
            allowed: `1 … ${MOST_RANK}`,
            message: `${engine.name} takes adapters of rank ${MOST_RANK} at most in every release; ${name} has ${rank}`,
            repairs: [`serve ${name} merged into the model, in a pool of its own: checkpoint`],
          },
        ],
  );
}

/** Buffers that the plan does not count, or formats that nobody has read. */
function notRead({ replica: { model, engine, quantization }, adapters = [] }: ServingBase): EngineLimit[] {
  const { moe, mla, linearState, nativeQuantization } = model.facts;
  const format = quantization === 'checkpoint' ? (nativeQuantization ?? quantization) : quantization;
  const reasons = [
    ...(moe === null ? [] : ['buffers beside its experts are not in the plan']),
    ...(mla === null ? [] : ['buffers beside its latent projections are not in the plan']),
    ...(linearState === null ? [] : ['buffers beside its linear layers are not in the plan']),
    ...(READ_FORMATS.includes(format) ? [] : [`nobody has read whether it puts adapters beside ${format} weights`]),
  ];
  return reasons.slice(0, 1).map((reason) =>
    doubt({
      prop: 'adapters',
      value: adapters.map(({ name }) => name).join(', '),
      message: `${engine.name} may take more memory for adapters of ${model.id} than planned, or not start: ${reason}`,
      repairs: ['measured: what a run of the replica showed', 'checkpoint: the adapter merged into the model, in a pool of its own'],
    }),
  );
}
