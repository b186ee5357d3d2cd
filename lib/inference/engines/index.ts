/** Adapter by engine id. */
import type { Engine } from '../../catalog/engine';
import type { EngineAdapter } from './adapter';
import { vllmAdapter } from './vllm';

const ADAPTERS: Readonly<Record<Engine['id'], EngineAdapter>> = { vllm: vllmAdapter };

export function adapterOf(engine: Engine): EngineAdapter {
  return ADAPTERS[engine.id];
}
