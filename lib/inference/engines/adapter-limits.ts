/** What stands against the LoRA adapters of a pool. An engine whose `EngineAdapter` says nothing of them takes none. */
import type { EngineAdapter, ServingBase } from './adapter';
import { absent, doubt, type EngineLimit } from './limit';

export function adapterLimits({ adapterLimits: ofEngine }: EngineAdapter, spec: ServingBase): EngineLimit[] {
  const { adapters, replica, servedName } = spec;
  if (adapters === undefined) return [];
  if (ofEngine === undefined) {
    const names = adapters.map(({ name }) => name).join(', ');
    return [absent(replica, 'adapters', names, 'its plan does not count what LoRA adapters take')];
  }
  return [...ofEngine(spec), ...adapters.flatMap(({ name }, index) => (name === servedName ? [taken(name, index)] : []))];
}

/** How an engine treats adapters of a model, as far as it was read. */
interface ReadAdapters {
  /** What is not in the plan of a model with experts. */
  readonly experts: string;
  /** Whether it was read that adapters go beside weights of a format. */
  readonly isRead: (format: string) => boolean;
}

/** Buffers that the plan does not count, or formats that nobody has read: the first of them. */
export function unreadAdapters(spec: ServingBase, { experts, isRead }: ReadAdapters): EngineLimit[] {
  const { replica, adapters = [] } = spec;
  const { model, engine, quantization } = replica;
  const { moe, mla, linearState, nativeQuantization } = model.facts;
  const format = quantization === 'checkpoint' ? (nativeQuantization ?? quantization) : quantization;
  const reasons = [
    ...(moe === null ? [] : [`${experts} are not in the plan`]),
    ...(mla === null ? [] : ['buffers beside its latent projections are not in the plan']),
    ...(linearState === null ? [] : ['buffers beside its linear layers are not in the plan']),
    ...(isRead(format) ? [] : [`nobody has read whether it puts adapters beside ${format} weights`]),
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

const taken = (name: string, index: number): EngineLimit => ({
  prop: `adapters.${index}.name`,
  value: name,
  allowed: 'another name than that of the model',
  message: `clients ask for the model itself by ${name}`,
  repairs: [`adapters.${index}.name: '${name}-tuned'`],
});
