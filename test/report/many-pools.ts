/** A plan of many pools, each asked by a role of its own: what a page must carry. */
import type { FleetPlan } from '../../lib/plan/schema';
import type { FleetPlanSection } from '../../lib/plan/sections/fleet';
import type { PoolPlan } from '../../lib/plan/sections/pool';
import { SAMPLE_PLAN } from './sample-plan';

const TERMS = ['physical', 'budget', 'weights', 'activation', 'nonTorch', 'graphs', 'kvCache'];
const GIB = [79.11, 71.2, 33.83, 1.22, 2.08, 1, 33.07];

export function manyPools(count: number): FleetPlan {
  const [sample] = SAMPLE_PLAN.pools as [PoolPlan];
  const [fleet] = SAMPLE_PLAN.fleets as [FleetPlanSection];
  const [finding] = SAMPLE_PLAN.findings as [FleetPlan['findings'][number]];
  const [role] = fleet.roles as [FleetPlanSection['roles'][number]];
  const numbers = Array.from({ length: count }, (_, index) => index);
  const terms = TERMS.map((id, index) => ({
    ...{ id, perGpuGiB: GIB[index] as number, evidence: 'fitted' as const },
    source: 'set aside by the plan; mean 1.01 GiB (0.51–1.85) captured in start-up logs of 40 configurations of the same hardware',
  }));
  const pools = numbers.map((index) => ({
    ...sample,
    name: `pool-${index}`,
    path: `research/pool-${index}`,
    memory: { ...sample.memory, terms },
    demand: [{ ...(sample.demand[0] as PoolPlan['demand'][number]), role: `role-${index}` }],
  }));
  const hours = Array.from({ length: 24 }, (_, hour) => hour + 1);
  const day = {
    conversations: 10_000,
    peakHour: 23,
    quietHour: 0,
    peakSessions: 24,
    replicasByHour: hours,
    sessionsByHour: hours,
    gpuHours: 600,
    gpuHoursAtPeak: 1_152,
  };
  const roles = numbers.map((index) => ({
    ...{ ...role, name: `role-${index}`, pool: `pool-${index}`, poolPath: `research/pool-${index}`, modelAlias: `role-${index}` },
    day: index % 5 === 0 ? day : null,
  }));
  const findings = numbers.map((index) => ({ ...finding, path: `research/pool-${index}` }));
  const costPerHour = { ...SAMPLE_PLAN.costPerHour, floor: 5 * count, ceiling: 5 * count };
  return { ...SAMPLE_PLAN, pools, fleets: [{ ...fleet, roles, handovers: [] }], findings, costPerHour };
}
