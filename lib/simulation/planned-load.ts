/** What is simulated: pools with their rates and roles with their requests, or what the plan lacks. */
import { estimateLatency } from '../capacity/latency/estimate-latency';
import type { ReplicaSpec } from '../capacity/replica-spec';
import type { FleetPlan } from '../plan/schema';
import type { FleetPlanSection } from '../plan/sections/fleet';
import type { PoolPlan } from '../plan/sections/pool';
import type { RolePlan } from '../plan/sections/role';
import { type Missing, plannedReplica } from './planned-replica';
import { type Correction, type ReplicaRates, replicaRates } from './replica-rates';
import type { SimulationSpec } from './simulation-props';
import { FLOWS_OF_PLANS } from './workflow-of-plan';

export interface LoadedPool {
  readonly plan: PoolPlan;
  readonly rates: ReplicaRates;
  /** A session proxy stands before it. */
  readonly isSticky: boolean;
}

export interface PlannedLoad {
  readonly pools: ReadonlyMap<string, LoadedPool>;
  readonly missing: readonly string[];
}

export function plannedLoad(plan: FleetPlan, options: SimulationSpec): PlannedLoad {
  const pools = new Map<string, LoadedPool>();
  const asked = plan.fleets.flatMap(({ roles }) => roles);
  const missing = plan.fleets.flatMap((fleet) => missingOfFleet(plan, fleet, options));
  if (asked.length === 0) missing.push('a fleet: the plan holds no role that asks a pool');
  for (const pool of plan.pools) {
    const roles = asked.filter(({ poolPath }) => poolPath === pool.path);
    if (roles.length === 0) continue;
    const rates = ratesOf(pool, roles);
    if ('missing' in rates) missing.push(...rates.missing);
    else pools.set(pool.path, { plan: pool, rates, isSticky: roles.some(isSticky) });
  }
  return { pools, missing: [...new Set(missing)] };
}

const isSticky = ({ requestPass }: RolePlan): boolean => requestPass?.hops.some(({ hop }) => hop === 'session proxy') === true;

function missingOfFleet(plan: FleetPlan, fleet: FleetPlanSection, { flows }: SimulationSpec): string[] {
  const { name, concurrentWorkflows, apiRoles = [], roles, topology } = fleet;
  return [
    ...(concurrentWorkflows !== null && concurrentWorkflows > 0 ? [] : [`fleet ${name}: concurrentWorkflows`]),
    ...(FLOWS_OF_PLANS.has(topology.kind) || Object.hasOwn(flows, name)
      ? []
      : [`fleet ${name}: flows: { '${name}': Flow.… }, the plan holds neither iterations nor shares of ${topology.kind}`]),
    ...apiRoles.map((role) => `role ${role.name}: how fast ${role.provider} answers`),
    ...roles.flatMap((role) => missingOfRole(plan, role)),
  ];
}

function missingOfRole(plan: FleetPlan, { name, poolPath, request, furtherPools, longPool, rollout }: RolePlan): string[] {
  const pool = plan.pools.find(({ path }) => path === poolPath);
  if (pool === undefined) return [`role ${name}: replicas of ${poolPath}, which this plan does not make`];
  if (request === null) return [`role ${name}: request: { outputTokens, cachedTokens }, or requests: { '${name}': … } of the simulation`];
  const tokens = request.inputTokens + request.outputTokens;
  return [
    ...(request.outputTokens > 0 ? [] : [`role ${name}: answers of no tokens are not simulated`]),
    ...(tokens <= pool.memory.kvTokensPerReplica ? [] : [`role ${name}: a replica of ${pool.name} holds no request of ${tokens} tokens`]),
    ...(tokens <= pool.limits.maxContextTokens ? [] : [`role ${name}: ${pool.name} refuses a request of ${tokens} tokens`]),
    ...(furtherPools === undefined && longPool === null && rollout === undefined
      ? []
      : [`role ${name}: roles of several pools are not simulated`]),
  ];
}

function ratesOf(pool: PoolPlan, roles: readonly RolePlan[]): ReplicaRates | Missing {
  const spec = plannedReplica(pool);
  return 'missing' in spec
    ? spec
    : replicaRates(
        spec,
        correctionOf(spec, roles),
        roles.flatMap(({ request }) => request ?? []),
      );
}

/** The plan may rest on a measurement, or on a link that it does not hold: its own estimate says so. */
function correctionOf(spec: ReplicaSpec, roles: readonly RolePlan[]): Correction {
  for (const { request, estimate } of roles) {
    if (request === null || estimate === null || request.outputTokens < 1) continue;
    const bare = estimateLatency(spec, { concurrency: estimate.concurrency, ...request });
    if ('missing' in bare) continue;
    const ratio = (planned: number, found: number) => (planned > 0 && found > 0 ? planned / found : 1);
    // What waits for room is simulated, and no property of the prompt.
    const firstToken = bare.queueMs > 0 ? 1 : ratio(estimate.firstToken.likely, bare.ttftMs);
    return { step: ratio(estimate.perToken.likely, bare.tpotMs), firstToken };
  }
  return { step: 1, firstToken: 1 };
}
