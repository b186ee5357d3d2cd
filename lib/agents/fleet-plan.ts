/** A fleet as `fleet.plan.json` holds it. */

import { handoversOf } from '../capacity/demand/handovers';
import type { RoleDemand } from '../capacity/demand/role-demand';
import { overTheDay } from '../capacity/fit/over-the-day';
import { copiesOf, gpusInAll } from '../capacity/gpus-of-replica';
import { estimateLatency } from '../capacity/latency/estimate-latency';
import { heldTargets } from '../catalog/latency-targets';
import { monthOf, type UsdPerHour } from '../economics/cost-points';
import { sharesOf } from '../inference/pool-shares';
import type { RoleEconomics } from '../plan/sections/economics';
import type { FleetPlanSection } from '../plan/sections/fleet';
import type { GovernancePlan } from '../plan/sections/governance';
import type { RolePlan } from '../plan/sections/role';
import type { RequestPass } from '../routing/limits/request-pass';
import { apiRoleMoney } from './api-roles';
import { rolloutDemand } from './fleet-demand';
import { fleetMoney, roleMoney } from './fleet-money';
import { stageOf } from './fleet-stage';
import type { FleetView } from './fleet-view';
import { roleCrossover } from './role-crossover';
import { requestLoad } from './role-load';
import type { RoleView } from './role-view';
import { plannedServices } from './wired-services';
import type { WiredService } from './wiring';
import { workflowTokens } from './workflow-tokens';

/**
 * @param services What the agents are wired to.
 * @param governance What the fleet is said to keep, and where its data goes.
 */
export function toFleetPlan(
  fleet: FleetView,
  services: readonly WiredService[] = [],
  governance: GovernancePlan | undefined = undefined,
): FleetPlanSection {
  const { spec } = fleet;
  return {
    name: fleet.name,
    path: fleet.path,
    topology: { kind: spec.topology.kind, description: spec.topology.roles.join(', ') },
    concurrentWorkflows: spec.concurrentWorkflows ?? null,
    peakWorkflows: spec.peakWorkflows ?? null,
    workflowLatency: workflowPlan(fleet),
    roles: rolePlans(fleet),
    ...apiRolePlans(fleet),
    ...admissionPlan(fleet),
    framework: spec.runtime.framework,
    handovers: handoversOf(spec.topology),
    services: plannedServices(services),
    stage: stagePlan(fleet),
    ...messagesPlan(spec),
    ...(governance === undefined ? {} : { governance }),
    ...(spec.embeddings === undefined ? {} : { embeddings: spec.embeddings.node.path }),
    economics: withMonth(fleetMoney(fleet)),
    ...(spec.budget === undefined ? {} : { budget: spec.budget }),
    ...(spec.reranker === undefined ? {} : { reranker: spec.reranker.node.path }),
    ...tokensPlan(fleet),
  };
}

/** Only of fleets that have a bound. */
function tokensPlan(fleet: FleetView): Pick<FleetPlanSection, 'workflowTokens'> {
  const { maxTokensPerWorkflow } = fleet.spec;
  if (maxTokensPerWorkflow === undefined) return {};
  const { planned, unknownRoles } = workflowTokens(fleet);
  return { workflowTokens: { planned, most: maxTokensPerWorkflow, unknownRoles: [...unknownRoles] } };
}

function stagePlan(fleet: FleetView): FleetPlanSection['stage'] {
  const { number, sessions, nextAdds } = stageOf(fleet);
  return { number, sessions, nextAdds: [...nextAdds] };
}

function messagesPlan({ messages }: FleetView['spec']): Pick<FleetPlanSection, 'messages'> {
  if (messages === undefined) return {};
  const { schemas, maxBytes, payloads } = messages;
  return { messages: { types: Object.keys(schemas), maxBytes, payloads } };
}

/** Absent where the router does not say. */
function admissionPlan({ setting }: FleetView): Pick<FleetPlanSection, 'admission'> {
  const admission = setting.admission?.();
  return admission === undefined ? {} : { admission: { ...admission } };
}

/** Only of fleets that have some. */
function apiRolePlans({ apiRoles, setting }: FleetView): Pick<FleetPlanSection, 'apiRoles'> {
  if (apiRoles.length === 0) return {};
  return {
    apiRoles: apiRoles.map((role) => {
      const { model, contextTokens } = role.props;
      return {
        name: role.name,
        model: model.spec.model,
        provider: model.provider,
        host: model.host,
        sessions: role.sessions,
        peakSessions: role.peakSessions,
        contextTokens,
        formula: role.formula,
        economics: withMonth(apiRoleMoney(role)),
        ...passPlan(setting.passOf?.(role.name)),
      };
    }),
  };
}

const withMonth = <T extends { readonly usdPerHour: UsdPerHour }>(money: T) => ({ ...money, usdPerMonth: monthOf(money.usdPerHour) });

function workflowPlan({ workflow }: FleetView): FleetPlanSection['workflowLatency'] {
  if (workflow === null || workflow.missing.length > 0) return null;
  const stages = Object.fromEntries(Object.entries(workflow.stageMs).map(([role, ms]) => [role, Math.round(ms)]));
  return { total: ranged(workflow.totalMs, workflow.rangeMs), hopsMs: Math.round(workflow.hopsMs), stages };
}

/** One entry for each role that has sessions: those on its own pool; those on the pool for long ones are in that pool's demand. */
function rolePlans(fleet: FleetView): RolePlan[] {
  return fleet.planned.flatMap(({ demand }) => {
    const role = fleet.roles.find((candidate) => candidate.demand === demand);
    return role === undefined ? [] : [rolePlan(fleet, role, demand)];
  });
}

function rolePlan(fleet: FleetView, role: RoleView, demand: RoleDemand): RolePlan {
  return {
    name: role.name,
    pool: role.pool.name,
    poolPath: role.pool.path,
    modelAlias: role.name,
    ...(role.props.adapter === undefined ? {} : { adapter: role.props.adapter }),
    sessions: demand.sessions,
    contextTokens: demand.contextTokens,
    latency: role.props.latency ?? null,
    ...targetsPlan(role),
    ...furtherPlan(fleet, role),
    longPool: role.longPool?.name ?? null,
    ...rolloutPlan(role, fleet),
    request: role.request ?? null,
    estimate: estimateOf(role),
    day: dayPlan(fleet, role),
    formula: demand.formula,
    economics: { ...withMonth(roleMoney(fleet, role)), ...crossoverPlan(fleet, role) },
    ...passPlan(fleet.setting.passOf?.(role.name)),
  };
}

/** Only of roles with targets of their own. */
function targetsPlan({ props: { latency = 'background', latencyTargets } }: RoleView): Pick<RolePlan, 'latencyTargets'> {
  return latencyTargets === undefined ? {} : { latencyTargets: { ...heldTargets(latency, latencyTargets) } };
}

/** Only of roles that several pools answer. */
function furtherPlan(fleet: FleetView, { name, pool, furtherPools }: RoleView): Pick<RolePlan, 'share' | 'furtherPools'> {
  if (furtherPools.length === 0) return {};
  const [own = 1, ...shares] = sharesOf([pool, ...furtherPools]);
  const sessionsOn = (path: string) =>
    fleet.planned
      .filter(({ pool: on, demand }) => demand.role === name && on.path === path)
      .reduce((sum, { demand }) => sum + demand.sessions, 0);
  return {
    share: Number(own.toFixed(4)),
    furtherPools: furtherPools.map((further, index) => ({
      pool: further.name,
      poolPath: further.path,
      share: Number((shares[index] ?? 0).toFixed(4)),
      sessions: sessionsOn(further.path),
    })),
  };
}

function rolloutPlan(role: RoleView, { planned }: FleetView): Pick<RolePlan, 'rollout'> {
  const { rollout } = role;
  if (rollout === null) return {};
  const { pool, share } = rollout;
  const sessions = rolloutDemand([role], planned).reduce((sum, { demand }) => sum + demand.sessions, 0);
  const gpus = pool.idleReplicas * gpusInAll(pool.replica);
  return { rollout: { pool: pool.name, poolPath: pool.path, share, sessions, gpus, usdPerHour: pool.costPerHour.floor } };
}

function crossoverPlan(fleet: FleetView, role: RoleView): Pick<RoleEconomics, 'crossover'> {
  const crossover = roleCrossover({ fleet, role });
  return crossover === null ? {} : { crossover };
}

function passPlan(pass: RequestPass | undefined): Pick<RolePlan, 'requestPass'> {
  if (pass === undefined) return {};
  const { alias: _, hops, fallbacks, assumes, ...worst } = pass;
  return {
    requestPass: {
      ...worst,
      ...(assumes === undefined ? {} : { assumes: [...assumes] }),
      hops: hops.map((hop) => ({ ...hop })),
      fallbacks: [...fallbacks],
    },
  };
}

function estimateOf({ load: planned }: RoleView): RolePlan['estimate'] {
  const load = requestLoad(planned);
  if (load === null) return null;
  const estimate = estimateLatency(planned.replica, load, planned.measured);
  if ('missing' in estimate) return null;
  return {
    concurrency: load.concurrency,
    firstToken: ranged(estimate.ttftMs, estimate.range.ttftMs),
    perToken: ranged(estimate.tpotMs, estimate.range.tpotMs, 1),
  };
}

/** Other roles of the pool stay all day; this one is left out of them, because the day brings it hour by hour. */
function dayPlan(fleet: FleetView, { name, day, pool, props }: RoleView): RolePlan['day'] {
  if (day === null) return null;
  const { input } = pool;
  const others = input.demands.filter((demand) => demand.fleet !== fleet.name || demand.role !== name);
  const { replicas, gpuHours, gpuHoursAtPeak } = overTheDay({ ...input, demands: others }, day);
  return {
    conversations: props.conversations?.perDay ?? 0,
    peakHour: day.peakHour,
    quietHour: day.quietHour,
    peakSessions: day.peak.sessions,
    replicasByHour: replicas.map((count) => (count === null ? null : Math.ceil(count / copiesOf(input.replica)))),
    sessionsByHour: day.hours.map(({ hour }) => day.demandAt(hour).sessions),
    gpuHours,
    gpuHoursAtPeak,
  };
}

function ranged(likely: number, [low, high]: readonly [number, number], digits = 0) {
  const rounded = (value: number) => Number(value.toFixed(digits));
  return { likely: rounded(likely), low: rounded(low), high: rounded(high) };
}
