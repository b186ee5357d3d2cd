import type { LatencyTarget } from '../latency/classes';

/** A role and the latency class that it declares. */
export interface ClassifiedRole {
  readonly role: string;
  readonly latency: LatencyTarget;
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
