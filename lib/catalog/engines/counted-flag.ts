import { ENGINE_DEFINITIONS } from './definitions';
import type { CountedArgs } from './flag-effect';

/** The flag by which a user tells an engine of the library what the plan counts, e.g. `--max-loras`; undefined where it has none. */
export function countedFlag(engine: string, counted: keyof CountedArgs): string | undefined {
  const definition = ENGINE_DEFINITIONS.find(({ id }) => id === engine);
  return definition?.flagEffects.find(([, effect, what]) => effect === 'counted' && what === counted)?.[0];
}
