/** How many GPUs of each kind a plan takes, before and after. */
import { gpusOfReplicas } from '../gpus-of-pool';
import { paidOf } from '../paid-plan';
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
  const names = new Map([before, after].flatMap((plan) => paidOf(plan).map(({ gpu }) => [gpu.id, gpu.name] as const)));
  return [...names]
    .map(([gpu, name]) => ({ gpu, name, floor: both(before, after, gpu, 'min'), ceiling: both(before, after, gpu, 'max') }))
    .filter(({ floor, ceiling }) => floor.before !== floor.after || ceiling.before !== ceiling.after);
}

const both = (before: FleetPlan | null, after: FleetPlan | null, gpu: string, end: 'min' | 'max') => ({
  before: count(before, gpu, end),
  after: count(after, gpu, end),
});

function count(plan: FleetPlan | null, gpu: string, end: 'min' | 'max'): number {
  const paid = paidOf(plan).filter((one) => one.gpu.id === gpu);
  return Math.ceil(paid.reduce((sum, one) => sum + gpusOfReplicas(one, one.replicas[end]), 0) - 1e-9);
}
