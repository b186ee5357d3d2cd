/** What stands against the LoRA adapters of a pool. An engine whose `EngineAdapter` says nothing of them takes none. */
import type { EngineAdapter, ServingBase } from './adapter';
import { absent, type EngineLimit } from './limit';

export function adapterLimits({ adapterLimits: ofEngine }: EngineAdapter, spec: ServingBase): EngineLimit[] {
  const { adapters, replica, servedName } = spec;
  if (adapters === undefined) return [];
  if (ofEngine === undefined) {
    const names = adapters.map(({ name }) => name).join(', ');
    return [absent(replica, 'adapters', names, 'its plan does not count what LoRA adapters take')];
  }
  return [...ofEngine(spec), ...adapters.flatMap(({ name }, index) => (name === servedName ? [taken(name, index)] : []))];
}

const taken = (name: string, index: number): EngineLimit => ({
  prop: `adapters.${index}.name`,
  value: name,
  allowed: 'another name than that of the model',
  message: `clients ask for the model itself by ${name}`,
  repairs: [`adapters.${index}.name: '${name}-tuned'`],
});
