/** A comparison for programs. */
import type { AppDiff } from '../../plan/diff/app-diff';
import type { PartDiff } from '../../plan/diff/part-diff';
import type { PlanDiff } from '../../plan/diff/plan-diff';
import type { PolicyAnswer } from '../../plan/diff/policy';
import { weightsChanges } from '../../plan/diff/weights-change';
import { highlights } from './highlights';

/** Raised when a field changes its meaning or disappears; new fields do not raise it. */
export const DIFF_VERSION = 1;

export function diffData({ stacks, cost }: AppDiff, policies: readonly PolicyAnswer[]) {
  return { diffVersion: DIFF_VERSION, cost, stacks: stacks.map(stackData), policies };
}

const stackData = (diff: PlanDiff) => ({
  stack: diff.stack,
  status: diff.status,
  summary: highlights(diff),
  cost: diff.cost,
  gpus: diff.gpus,
  pools: diff.pools.map(partData),
  weights: weightsChanges(diff),
  existingPools: diff.existingPools.map(partData),
  gpuServices: diff.gpuServices.map(partData),
  fleets: diff.fleets.map(partData),
  roles: diff.roles.map((role) => ({ fleet: (role.after ?? role.before)?.fleet, ...partData(role) })),
  vectorStores: diff.vectorStores.map(partData),
  queues: diff.queues.map(partData),
  images: diff.images.map(partData),
  charts: diff.charts.map(partData),
  findings: diff.findings,
  objects: diff.objects,
  restarts: diff.restarts,
});

/** What came or went is there as a whole; of what changed, the fields that differ. */
const partData = <T>({ status, name, before, after, changes }: PartDiff<T>) =>
  status === 'changed' ? { name, status, changes } : { name, status, ...(before ?? after) };
