/** What changes between two plans of one stack: pools, fleets and their roles, stores, queues, downloads, findings, and what it costs. Pure. */
import type { FleetPlan } from '../schema';
import type { ChartPlan, ImagePlan } from '../sections/downloads';
import type { ExistingPoolPlan } from '../sections/existing-pool';
import type { FleetPlanSection } from '../sections/fleet';
import type { GpuServicePlan } from '../sections/gpu-service';
import type { PoolPlan } from '../sections/pool';
import type { QueuePlan } from '../sections/queue';
import type { RolePlan } from '../sections/role';
import type { VectorStorePlan } from '../sections/vector-store';
import type { StackJson } from '../synthesized-app';
import { type CostChange, costChange } from './cost-change';
import { type FindingChanges, findingChanges } from './finding-changes';
import { type GpuChange, gpuChanges } from './gpu-change';
import { type ObjectChange, objectChanges } from './object-changes';
import { type Identity, type PartDiff, partDiffs } from './part-diff';
import { type PodChange, podChanges } from './pod-changes';
import { type PoolRestart, poolRestarts } from './pool-restarts';

/** A role of a fleet of the stack. */
export interface FleetRole extends RolePlan {
  readonly fleet: string;
}

/** A fleet without its roles, which are compared one by one. */
export type FleetFrame = Omit<FleetPlanSection, 'roles'>;

export interface PlanDiff {
  readonly stack: string;
  /** `unchanged` where the plans say the same. */
  readonly status: 'added' | 'removed' | 'changed' | 'unchanged';
  readonly cost: CostChange;
  readonly gpus: readonly GpuChange[];
  readonly pools: readonly PartDiff<PoolPlan>[];
  /** Pools that somebody else runs. */
  readonly existingPools: readonly PartDiff<ExistingPoolPlan>[];
  readonly gpuServices: readonly PartDiff<GpuServicePlan>[];
  readonly fleets: readonly PartDiff<FleetFrame>[];
  readonly roles: readonly PartDiff<FleetRole>[];
  readonly vectorStores: readonly PartDiff<VectorStorePlan>[];
  readonly queues: readonly PartDiff<QueuePlan>[];
  readonly images: readonly PartDiff<ImagePlan>[];
  readonly charts: readonly PartDiff<ChartPlan>[];
  readonly findings: FindingChanges;
  /** What Terraform would do; null where it is not known, because a plan alone was given. */
  readonly objects: readonly ObjectChange[] | null;
  /** Pools whose pods are replaced; null where it is not known. */
  readonly restarts: readonly PoolRestart[] | null;
}

type Parts = Pick<
  PlanDiff,
  'pools' | 'existingPools' | 'gpuServices' | 'fleets' | 'roles' | 'vectorStores' | 'queues' | 'images' | 'charts'
>;

/** What an apply does. */
export interface TerraformChange {
  readonly objects: readonly ObjectChange[];
  readonly pods: readonly PodChange[];
}

/** By what two syntheses of a stack wrote. */
export const terraformChange = (before: StackJson, after: StackJson): TerraformChange => ({
  objects: objectChanges(before, after),
  pods: podChanges(before, after),
});

/**
 * @param before Null where the stack is new.
 * @param after Null where it is gone.
 * @param terraform Null where plans alone are known.
 */
export function diffPlans(before: FleetPlan | null, after: FleetPlan | null, terraform: TerraformChange | null = null): PlanDiff {
  const objects = terraform?.objects ?? null;
  const parts = partsOf(before, after);
  const findings = findingChanges(before, after);
  const cost = costChange(before, after);
  const restarts = poolRestarts(before, after, terraform?.pods ?? null);
  const isSame =
    Object.values(parts).every((changed) => changed.length === 0) &&
    findings.appeared.length + findings.resolved.length === 0 &&
    (objects ?? []).length === 0 &&
    cost.floorPerHour.before === cost.floorPerHour.after &&
    cost.ceilingPerHour.before === cost.ceilingPerHour.after;
  const status = before === null ? 'added' : after === null ? 'removed' : isSame ? 'unchanged' : 'changed';
  return { stack: (after ?? before)?.stack ?? '', status, cost, gpus: gpuChanges(before, after), ...parts, findings, objects, restarts };
}

function partsOf(before: FleetPlan | null, after: FleetPlan | null): Parts {
  const compare = <T>(of: (plan: FleetPlan) => readonly T[] | undefined, identity: Identity<T>) =>
    partDiffs(before === null ? [] : (of(before) ?? []), after === null ? [] : (of(after) ?? []), identity);
  return {
    pools: compare((plan) => plan.pools, { key: ({ path }) => path, name: ({ name }) => name }),
    existingPools: compare((plan) => plan.existingPools, { key: ({ path }) => path, name: ({ name }) => name }),
    gpuServices: compare((plan) => plan.gpuServices, { key: ({ path }) => path, name: ({ name }) => name }),
    fleets: compare(framesOf, { key: ({ path }) => path, name: ({ name }) => name }),
    roles: compare(rolesOf, { key: ({ fleet, name }) => JSON.stringify([fleet, name]), name: ({ name }) => name }),
    vectorStores: compare((plan) => plan.vectorStores, { key: ({ path }) => path, name: ({ name }) => name }),
    queues: compare((plan) => plan.queues, { key: ({ path }) => path, name: ({ name }) => name }),
    images: compare((plan) => plan.images, { key: imageKey, name: ({ source }) => source, exact: ({ source }) => source }),
    charts: compare((plan) => plan.charts, { key: ({ chart, usedBy }) => JSON.stringify([chart, usedBy]), name: ({ chart }) => chart }),
  };
}

const framesOf = (plan: FleetPlan): FleetFrame[] => plan.fleets.map(({ roles: _, ...frame }) => frame);

const rolesOf = (plan: FleetPlan): FleetRole[] => plan.fleets.flatMap(({ name, roles }) => roles.map((role) => ({ fleet: name, ...role })));

/** The same image with another tag or digest is the same image. */
export function imageKey({ source }: Pick<ImagePlan, 'source'>): string {
  const [name = ''] = source.split('@');
  const colon = name.lastIndexOf(':');
  return colon > name.lastIndexOf('/') ? name.slice(0, colon) : name;
}
