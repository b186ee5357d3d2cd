/** How many GPUs of each kind a plan takes, before and after. */
import type { FleetPlan } from '../schema';

export interface GpuChange {
  /** Id in the catalog. */
  readonly gpu: string;
  readonly name: string;
  /** GPUs that always run. */
  readonly floor: { readonly before: number; readonly after: number };
  /** GPUs that may run. */
  readonly ceiling: { readonly before: number; readonly after: number };
}

/** Kinds of which the number changes. */
export function gpuChanges(before: FleetPlan | null, after: FleetPlan | null): GpuChange[] {
  const names = new Map([before, after].flatMap((plan) => (plan?.pools ?? []).map(({ gpu }) => [gpu.id, gpu.name] as const)));
  return [...names]
    .map(([gpu, name]) => ({ gpu, name, floor: both(before, after, gpu, 'min'), ceiling: both(before, after, gpu, 'max') }))
    .filter(({ floor, ceiling }) => floor.before !== floor.after || ceiling.before !== ceiling.after);
}

const both = (before: FleetPlan | null, after: FleetPlan | null, gpu: string, end: 'min' | 'max') => ({
  before: count(before, gpu, end),
  after: count(after, gpu, end),
});

function count(plan: FleetPlan | null, gpu: string, end: 'min' | 'max'): number {
  const pools = (plan?.pools ?? []).filter((pool) => pool.gpu.id === gpu);
  // Engines that share a card take a part of it each.
  return Math.ceil(
    pools.reduce((sum, pool) => sum + (pool.gpusPerReplica * pool.replicas[end]) / (pool.sharing?.enginesPerCard ?? 1), 0) - 1e-9,
  );
}
