/** A fleet as it stands in `fleet.plan.json`. */

import type { RoleDemand } from '../capacity/demand/role-demand';
import { overTheDay } from '../capacity/fit/over-the-day';
import { estimateLatency } from '../capacity/latency/estimate-latency';
import { own } from '../core/own';
import { copiesOf } from '../inference/pod-shape';
import type { FleetPlanSection, RolePlan } from '../plan/schema';
import type { AgentFleet } from './agent-fleet';
import { dayOf } from './fleet-demand';
import { requestOf } from './role-context';
import { loadOf, requestLoad } from './role-load';
import type { RoleProps } from './role-props';
import { latencyOfWorkflow } from './workflow-findings';

export function toFleetPlan(fleet: AgentFleet): FleetPlanSection {
  const { spec } = fleet;
  return {
    name: fleet.name,
    path: fleet.node.path,
    topology: { kind: spec.topology.kind, description: spec.topology.roles.join(', ') },
    concurrentWorkflows: spec.concurrentWorkflows ?? null,
    peakWorkflows: spec.peakWorkflows ?? null,
    workflowLatency: workflowPlan(fleet),
    roles: rolePlans(fleet),
  };
}

function workflowPlan(fleet: AgentFleet): FleetPlanSection['workflowLatency'] {
  const latency = latencyOfWorkflow(fleet);
  if (latency === null || latency.missing.length > 0) return null;
  const stages = Object.fromEntries(Object.entries(latency.stageMs).map(([role, ms]) => [role, Math.round(ms)]));
  return { total: ranged(latency.totalMs, latency.rangeMs), hopsMs: Math.round(latency.hopsMs), stages };
}

/** One entry for each role: its sessions on its own pool; those on the pool for long ones are in that pool's demand. */
function rolePlans(fleet: AgentFleet): RolePlan[] {
  return fleet.plannedDemand().flatMap(({ pool, demand }) => {
    const role = own(fleet.roles, demand.role);
    return role === undefined || role.pool !== pool ? [] : [rolePlan(fleet, role, demand)];
  });
}

function rolePlan(fleet: AgentFleet, role: RoleProps, demand: RoleDemand): RolePlan {
  return {
    name: demand.role,
    pool: role.pool.name,
    poolPath: role.pool.node.path,
    modelAlias: demand.role,
    sessions: demand.sessions,
    contextTokens: demand.contextTokens,
    latency: role.latency ?? null,
    longPool: role.contextStrategy?.kind === 'long-pool' ? role.contextStrategy.pool.name : null,
    request: requestOf(role, fleet.rateOf(demand.role)) ?? null,
    estimate: estimateOf(fleet, demand.role),
    day: dayPlan(fleet, demand.role, role),
    formula: demand.formula,
  };
}

function estimateOf(fleet: AgentFleet, role: string): RolePlan['estimate'] {
  const found = loadOf(fleet, role);
  const load = found === null ? null : requestLoad(found);
  if (found === null || load === null) return null;
  const estimate = estimateLatency(found.replica, load, found.measured);
  if ('missing' in estimate) return null;
  return {
    concurrency: load.concurrency,
    firstToken: ranged(estimate.ttftMs, estimate.range.ttftMs),
    perToken: ranged(estimate.tpotMs, estimate.range.tpotMs, 1),
  };
}

/** Other roles of the pool stay all day; this one is left out of them, because the day brings it hour by hour. */
function dayPlan(fleet: AgentFleet, name: string, role: RoleProps): RolePlan['day'] {
  const day = dayOf(fleet.name, name, role);
  if (day === null) return null;
  const input = role.pool.view().input;
  const others = input.demands.filter((demand) => demand.fleet !== fleet.name || demand.role !== name);
  const { replicas, gpuHours, gpuHoursAtPeak } = overTheDay({ ...input, demands: others }, day);
  return {
    conversations: role.conversations?.perDay ?? 0,
    peakHour: day.peakHour,
    quietHour: day.quietHour,
    peakSessions: day.peak.sessions,
    replicasByHour: replicas.map((count) => (count === null ? null : Math.ceil(count / copiesOf(input.replica)))),
    gpuHours,
    gpuHoursAtPeak,
  };
}

function ranged(likely: number, [low, high]: readonly [number, number], digits = 0) {
  const rounded = (value: number) => Number(value.toFixed(digits));
  return { likely: rounded(likely), low: rounded(low), high: rounded(high) };
}
