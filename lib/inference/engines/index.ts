/** Adapter by engine id. */
import type { Engine } from '../../catalog/engines/engine';
import type { EngineAdapter } from './adapter';
import { vllmAdapter } from './vllm/adapter';

const ADAPTERS: Readonly<Record<Engine['id'], EngineAdapter>> = { vllm: vllmAdapter };

export function adapterOf(engine: Engine): EngineAdapter {
  return ADAPTERS[engine.id];
}
