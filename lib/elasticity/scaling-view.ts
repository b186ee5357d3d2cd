import type { ScaledWorkload } from '../inference/scaling-policy';
import type { ITaskQueue } from '../queues/contract';
import type { ScalingSignal } from './any-signal-props';
import type { EnvelopeSpec } from './envelope-props';

/** Props of all signals after their checks; those of signals that a policy does not have are left out. */
export interface SignalSettings extends EnvelopeSpec {
  readonly waitingPerReplica?: number | undefined;
  readonly waitingPerGpu?: number | undefined;
  readonly ttftSeconds?: number | undefined;
  readonly ttftWindowSeconds?: number | undefined;
  readonly backlogSeconds?: number | undefined;
  readonly kvCacheShare?: number | undefined;
  readonly promptTokens?: number | undefined;
  readonly prefillTokensPerSecond?: number | undefined;
  readonly queue?: ITaskQueue | undefined;
  readonly tasksPerReplica?: number | undefined;
}

/** What a policy looks at; the tasks of a queue are that of one policy alone. */
export type SignalName = ScalingSignal | 'tasks';

/** A policy and what it scales: what its rules look at. */
export interface ScalingView {
  /** Name of the factory, e.g. `queueDepth`. */
  readonly policy: string;
  readonly signals: readonly SignalName[];
  readonly spec: SignalSettings;
  readonly target: ScaledWorkload;
}
