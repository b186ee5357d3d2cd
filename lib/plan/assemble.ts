/** Gathers what the constructs of one stack decided into its plan. */
import type { Finding, Repair } from '../core/finding';
import { changesAsCode, renderChanges } from '../core/render-change';
import { withoutTokensIn } from '../core/token';
import { totalCost } from '../economics/cost';
import { doubtedPool } from './doubted-pool';
import type { PaidPlan } from './paid-plan';
import { type FleetPlan, PLAN_SCHEMA_VERSION } from './schema';
import type { ChecksPlan } from './sections/checks';
import type { ChartPlan, ImagePlan } from './sections/downloads';
import type { ExistingPoolPlan } from './sections/existing-pool';
import type { FleetPlanSection } from './sections/fleet';
import type { GpuServicePlan } from './sections/gpu-service';
import type { NamespacePlan } from './sections/namespace';
import type { PoolPlan } from './sections/pool';
import type { QueuePlan } from './sections/queue';
import type { VectorStorePlan } from './sections/vector-store';
import { stackEconomics } from './stack-economics';

/** An image, and one construct that pulls it. */
export interface UsedImage extends Omit<ImagePlan, 'usedBy'> {
  readonly usedBy: string;
}

export interface PlanSections {
  readonly pools: readonly PoolPlan[];
  readonly gpuServices: readonly GpuServicePlan[];
  readonly existingPools: readonly ExistingPoolPlan[];
  readonly fleets: readonly FleetPlanSection[];
  readonly namespaces: readonly NamespacePlan[];
  readonly queues: readonly QueuePlan[];
  readonly vectorStores: readonly VectorStorePlan[];
  readonly images: readonly UsedImage[];
  readonly charts: readonly ChartPlan[];
}

/** What is known of a whole stack beside the sections of its constructs. */
export interface StackChecks {
  readonly findings: readonly Finding[];
  readonly checks: ChecksPlan;
}

export function assemblePlan(stack: string, sections: readonly Partial<PlanSections>[], { findings, checks }: StackChecks): FleetPlan {
  const pools = sections.flatMap((section) => section.pools ?? []).map((pool) => doubtedPool(pool, findings));
  const gpuServices = sections.flatMap((section) => section.gpuServices ?? []);
  const paid = [...pools, ...gpuServices];
  const fleets = sections.flatMap((section) => [...(section.fleets ?? [])]);
  const existingPools = sections.flatMap((section) => section.existingPools ?? []);
  const queues = sections.flatMap((section) => section.queues ?? []);
  const namespaces = sections.flatMap((section) => section.namespaces ?? []);
  const vectorStores = sections.flatMap((section) => section.vectorStores ?? []);
  return withoutTokensIn({
    schemaVersion: PLAN_SCHEMA_VERSION,
    stack,
    pools,
    fleets,
    costPerHour: {
      floor: totalCost(paid.map((one) => one.costPerHour.floor)),
      ceiling: totalCost(paid.map((one) => one.costPerHour.ceiling)),
      unpriced: paid.filter(({ price }) => price === null).map(({ name }) => name),
      pricesAsOf: [...new Set(paid.flatMap(({ price }) => (price === null ? [] : [price.asOf])))].sort(),
    },
    ...(isPriced(paid, existingPools, fleets) ? { economics: stackEconomics(paid, existingPools, fleets) } : {}),
    ...(gpuServices.length === 0 ? {} : { gpuServices }),
    ...(existingPools.length === 0 ? {} : { existingPools }),
    ...(namespaces.length === 0 ? {} : { namespaces }),
    ...(queues.length === 0 ? {} : { queues }),
    ...(vectorStores.length === 0 ? {} : { vectorStores }),
    images: imagesOf(sections.flatMap((section) => section.images ?? [])),
    charts: sections.flatMap((section) => [...(section.charts ?? [])]),
    findings: findings.map(toPlain),
    checks,
  });
}

const isPriced = (paid: readonly PaidPlan[], existing: readonly ExistingPoolPlan[], fleets: readonly FleetPlanSection[]): boolean =>
  [...paid, ...existing].some(({ economics }) => economics !== undefined) || fleets.some(({ apiRoles = [] }) => apiRoles.length > 0);

/** Each image once, with all that pull it. */
function imagesOf(used: readonly UsedImage[]): ImagePlan[] {
  const found = new Map<string, ImagePlan>();
  for (const { image, source, usedBy } of used) {
    const known = found.get(image)?.usedBy ?? [];
    found.set(image, { image, source, usedBy: [...new Set([...known, usedBy])].sort() });
  }
  return [...found.values()].sort((a, b) => (a.source < b.source ? -1 : 1));
}

function toPlain({ uncertain: _, ...finding }: Finding): FleetPlan['findings'][number] {
  const repairs = finding.repairs.map((repair) => (typeof repair === 'string' ? repair : worded(repair)));
  return JSON.parse(JSON.stringify({ ...finding, repairs })) as FleetPlan['findings'][number];
}

/** A repair as data, and beside it the text that people read and paste. */
function worded({ changes, ...worth }: Repair) {
  return { change: renderChanges(changes), code: changesAsCode(changes), changes, ...worth };
}
