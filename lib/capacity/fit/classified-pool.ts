import type { OwnTargets } from '../../catalog/latency-targets';
import type { LatencyTarget } from '../latency/classes';

/** A role, the latency class that it declares, and targets of its own. */
export interface ClassifiedRole {
  readonly role: string;
  readonly latency: LatencyTarget;
  /**
   * How soon it wants answers, where that is not as its class asks.
   * @default - those of the class
   */
  readonly latencyTargets?: OwnTargets | undefined;
}

/** A pool and the latency classes that its roles declare. */
export interface ClassifiedPool {
  readonly pool: string;
  readonly roles: readonly ClassifiedRole[];
  /**
   * Whether the engine serves the urgent first, or could be told to.
   * @default 'absent'
   */
  readonly priorities?: 'used' | 'available' | 'absent';
}
