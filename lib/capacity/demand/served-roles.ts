/** Roles of a fleet with the pools that serve them. */
import type { FrameworkId } from '../../catalog/frameworks';
import type { LatencyTarget } from '../latency/classes';

/** One role and the pool that serves it. */
export interface ServedRole {
  readonly role: string;
  readonly pool: string;
  readonly latency: LatencyTarget;
  /** Replicas of the pool that are always there. */
  readonly floor: number;
  /**
   * The pool gives its GPU to other models in turns (warm swap).
   * @default false
   */
  readonly takesTurns?: boolean;
}

/** The roles of one fleet, and the framework that they run in. */
export interface ServedRoles {
  readonly framework: FrameworkId;
  readonly roles: readonly ServedRole[];
}
