import { isTaskQueue } from '../queues/contract';
import type { WorkerBounds } from '../queues/worker-scaling';
import type { FleetView } from './fleet-view';
import { fleetWorkers, isWaitedFor, workflowsAtOnce } from './queue-workers';

/** How work reaches the agents of a fleet. */
export interface QueuedWork {
  /** Roles that are declared to be background work. */
  readonly background: readonly string[];
  /** Somebody waits for a role. */
  readonly isWaitedFor: boolean;
  /** A queue is among what the agents are wired to. */
  readonly hasQueue: boolean;
  /** The agents take their tasks from a queue. */
  readonly consumes: boolean;
  /** They serve callers over HTTP. */
  readonly serves: boolean;
  /** Null where they take nothing from a queue. */
  readonly workers: WorkerBounds | null;
  /** Workflows at the peak; null where it is not known. */
  readonly workflows: number | null;
  /** Workflows that run all the time; null where it is not known. */
  readonly steadyWorkflows: number | null;
}

export function queuedWork({ spec }: FleetView): QueuedWork {
  const { runtime, services = [], roles } = spec;
  const consumes = runtime.consumes !== undefined;
  return {
    background: Object.entries(roles).flatMap(([name, { latency }]) => (latency === 'background' ? [name] : [])),
    isWaitedFor: isWaitedFor(Object.values(roles).map(({ latency }) => latency)),
    hasQueue: consumes || services.some(isTaskQueue),
    consumes,
    serves: runtime.port !== undefined,
    workers: consumes ? fleetWorkers(spec) : null,
    workflows: workflowsAtOnce(spec),
    steadyWorkflows: spec.concurrentWorkflows ?? null,
  };
}
