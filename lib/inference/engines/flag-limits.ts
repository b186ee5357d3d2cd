/** What an engine cannot do for lack of a flag: one whose `EngineAdapter` names none for priorities serves by arrival, one that names none for spans sends none. */
import type { EngineAdapter, ServingBase } from './adapter';
import { absent, type EngineLimit } from './limit';

/** Whether the release is old enough to lack the flag is asked of every flag elsewhere. */
export function flagLimits({ flagsOfProps }: EngineAdapter, { scheduling, spansTo, replica }: ServingBase): EngineLimit[] {
  return [
    ...(scheduling === 'priority' && flagsOfProps.scheduling === undefined
      ? [absent(replica, 'tuning.scheduling', scheduling, 'it serves requests in the order in which they come')]
      : []),
    ...(spansTo !== undefined && flagsOfProps.tracing === undefined
      ? [absent(replica, 'tracing', spansTo, 'it is not known to send spans over HTTP')]
      : []),
  ];
}

/** Whether the engine of a pool can be told to serve urgent requests first. */
export function hasPriorities({ flagsOfProps }: EngineAdapter, { engine }: ServingBase['replica']): boolean {
  const [flag] = flagsOfProps.scheduling ?? [];
  return flag !== undefined && engine.knowsFlag(flag) === 'present';
}
