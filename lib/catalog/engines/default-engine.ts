/** The engine of a pool, or of an answer of `agent-fleet size`, by default. */
import { Engine } from './engine';

export function defaultEngine(): Engine {
  return Engine.vllm();
}

/** How a user writes it, for messages. */
export const ENGINE_EXAMPLE = `${defaultEngine().factory}({ version: '${defaultEngine().version}' })`;
