/** What stands against priorities in the queue of an engine. One whose `EngineAdapter` has no flags for them serves by arrival. */
import type { EngineAdapter, ServingBase } from './adapter';
import { absent, type EngineLimit } from './limit';

/** Whether the release is old enough to lack the flag is asked of every flag elsewhere. */
export function schedulingLimits({ flagsOfProps }: EngineAdapter, { scheduling, replica }: ServingBase): EngineLimit[] {
  if (scheduling !== 'priority' || flagsOfProps.scheduling !== undefined) return [];
  return [absent(replica, 'tuning.scheduling', scheduling, 'it serves requests in the order in which they come')];
}

/** Whether the engine of a pool can be told to serve urgent requests first. */
export function hasPriorities({ flagsOfProps }: EngineAdapter, { engine }: ServingBase['replica']): boolean {
  const [flag] = flagsOfProps.scheduling ?? [];
  return flag !== undefined && engine.knowsFlag(flag) === 'present';
}
