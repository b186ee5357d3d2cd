import type { FleetPlan } from './schema';
import type { GpuServicePlan } from './sections/gpu-service';
import type { PoolPlan } from './sections/pool';

/** What is paid by the hour for its GPUs: a pool, or a tool on GPUs. */
export type PaidPlan = PoolPlan | GpuServicePlan;

/** All that is paid in a plan; nothing of a plan that is not there. */
export const paidOf = (plan: FleetPlan | null): readonly PaidPlan[] => (plan === null ? [] : [...plan.pools, ...(plan.gpuServices ?? [])]);
