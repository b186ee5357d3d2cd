/** Pools and fleets of all stacks, each with its place in the plans. */
import type { StackEconomics } from '../../plan/sections/economics';
import type { ExistingPoolPlan } from '../../plan/sections/existing-pool';
import type { FleetPlanSection } from '../../plan/sections/fleet';
import type { PoolPlan } from '../../plan/sections/pool';
import type { MemoryBar } from './memory-bar';

/** A pool with what a report adds to its plan. */
export interface PoolReport {
  /** JSON pointer of the pool, from the list of plans on. */
  readonly at: string;
  readonly stack: string;
  readonly plan: PoolPlan;
  readonly memory: MemoryBar | null;
}

/** A pool that somebody else runs. */
export interface ExistingPoolReport {
  /** JSON pointer of the pool, from the list of plans on. */
  readonly at: string;
  readonly stack: string;
  readonly plan: ExistingPoolPlan;
}

/** What the GPUs of one kind cost in one stack. */
export interface TierReport {
  /** JSON pointer of the tier, from the list of plans on. */
  readonly at: string;
  readonly stack: string;
  readonly plan: StackEconomics['tiers'][number];
}

export interface FleetReport {
  /** JSON pointer of the fleet, from the list of plans on. */
  readonly at: string;
  readonly stack: string;
  readonly plan: FleetPlanSection;
}
