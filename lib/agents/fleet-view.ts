import type { RoleDemand } from '../capacity/demand/role-demand';
import { type WorkflowLatency, workflowLatency } from '../capacity/latency/workflow-latency';
import { once } from '../core/once';
import type { Environment } from '../core/rule';
import type { ApiPrice } from '../economics/crossover';
import type { IInferencePool } from '../inference/contract';
import type { DemandSource } from '../inference/pool-demand';
import type { PoolView } from '../inference/pool-view';
import type { ClusterNodes } from '../platform/cluster-nodes';
import type { Admission } from '../routing/contract';
import type { RequestPass } from '../routing/limits/request-pass';
import type { AgentFleetSpec } from './agent-fleet-props';
import type { ApiRoleProps } from './api-role-props';
import { type ApiRoleView, apiRoleViews } from './api-roles';
import { encodersOn, encoderTraffic } from './encoder-demand';
import { hasConversations, hourDemand, type PlacedDemand, peakDemand, plannedDemand, rolloutDemand } from './fleet-demand';
import { trafficOn } from './fleet-traffic';
import { poolsOfRole } from './role-context';
import type { RoleProps } from './role-props';
import { type RoleView, roleView } from './role-view';
import type { RuntimeLoad } from './runtime-load';
import { orchestratorOf, stagesOf } from './workflow-stages';

/** What the props of a fleet do not say. */
export interface FleetSetting {
  readonly name: string;
  /** Path of the construct. */
  readonly path: string;
  /** Nodes of the cluster that the fleet runs on. */
  readonly nodes: ClusterNodes;
  /** What the cluster is for. @default 'production' */
  readonly environment?: Environment;
  readonly hasStateStore: boolean;
  /** Whether its agents share a session store. @default - nobody says */
  readonly hasSessionStore?: boolean;
  /** Whether something watches it. @default - nobody says */
  readonly isWatched?: () => boolean;
  /** Whether a guardrail looks at texts or tools on their way. @default - nobody says */
  readonly isGuarded?: () => boolean;
  /** Whether its steps leave traces. @default - nobody says */
  readonly isTraced?: () => boolean;
  /** A pool as it is, or as it would be after a change. */
  poolOf(pool: IInferencePool): PoolView;
  /** Aliases that take over from an alias when a request is longer than its pools admit. */
  longerThan(alias: string): readonly string[];
  /** What a request of an alias passes; undefined where the router does not say. */
  passOf?(alias: string): RequestPass | undefined;
  /** What the router lets the agents ask; undefined where it does not say. */
  admission?(): Admission | undefined;
  /** The router takes external models for roles. @default false */
  readonly routesExternals?: boolean;
  /** The router divides the requests of an alias between pools by their shares. @default false */
  readonly dividesRoutes?: boolean;
  /** Price of the external model that may take over from an alias; null where none has a price. */
  apiPriceOf?(alias: string): ApiPrice | null;
}

/** A fleet as plain values: what its findings and its plan are functions of, and what its pools are asked for. */
export interface FleetView {
  readonly name: string;
  readonly path: string;
  /** What the user asked for, with defaults. */
  readonly spec: AgentFleetSpec;
  /** With changed props and this, `fleetView` gives the same fleet after the change. */
  readonly setting: FleetSetting;
  readonly roles: readonly RoleView[];
  /** Roles that external models answer. */
  readonly apiRoles: readonly ApiRoleView[];
  /** What must always fit. */
  readonly planned: readonly PlacedDemand[];
  /** What must fit once every pool has scaled to its ceiling; empty when the plan is the peak. */
  readonly peak: readonly PlacedDemand[];
  /** The runtime and the sessions that it must hold. */
  readonly runtime: RuntimeLoad;
  /** How long a workflow takes; null where it was not asked for. Roles whose latency is not known are `missing`. */
  readonly workflow: WorkflowLatency | null;
  /** Sessions by role at a number of concurrent workflows; roles that are known by their conversations at their quietest hour. */
  demandAt(concurrentWorkflows: number): RoleDemand[];
  /** What the fleet asks of the pool at a path. */
  demandOn(path: string): DemandSource;
}

/** A role in its fleet: what the rules of a role look at. */
export interface FleetRole {
  readonly fleet: FleetView;
  readonly role: RoleView;
}

/** The view of a fleet with these props. After a change of its props: `fleetView({ ...view.spec, peakWorkflows: 9 }, view.setting)`. */
export function fleetView(spec: AgentFleetSpec, setting: FleetSetting): FleetView {
  const { name, path } = setting;
  const demandOf = (role: string): RoleDemand | null => demandOfRole(planned(), role, roles);
  const roles: readonly RoleView[] = Object.entries(spec.roles).map(([role, props]) =>
    roleView(role, props as RoleProps, { fleet: name, poolOf: (pool) => setting.poolOf(pool), demandOf }),
  );
  const fleet = { name, topology: spec.topology, roles };
  const { concurrentWorkflows = 0, peakWorkflows } = spec;
  const planned = once(() => plannedDemand(fleet, concurrentWorkflows));
  const isPeak = peakWorkflows === undefined && !hasConversations(roles);
  const hours = Array.from({ length: 24 }, (_, hour) => once(() => hourDemand(fleet, concurrentWorkflows, hour)));
  const peak = once(() => (isPeak ? [] : peakDemand(fleet, peakWorkflows ?? concurrentWorkflows)));
  const workflow = once(() => workflowOf(spec, roles));
  const apiRoles = once(() => apiRoleViews((spec.apiRoles ?? {}) as Readonly<Record<string, ApiRoleProps>>, plannedWorkflows(name, spec)));
  const encoding = once(() => ({ name, spec, roles, apiRoles: apiRoles() }));
  const atHour = (placed: readonly PlacedDemand[], pool: string) => [
    ...onPool(placed, pool),
    ...onPool(rolloutDemand(roles, placed), pool),
    ...encodersOn(encoding(), placed, pool, plannedOf),
  ];
  const plannedOn = (pool: string, isSettled = false) => [
    ...onPool(planned(), pool),
    ...onPool(rolloutDemand(roles, planned(), isSettled), pool),
    ...encodersOn(encoding(), planned(), pool, plannedOf),
  ];
  const peakOn = (pool: string, isSettled = false) => [
    ...onPool(peak(), pool),
    ...onPool(rolloutDemand(roles, peak(), isSettled), pool),
    ...(isPeak ? [] : encodersOn(encoding(), peak(), pool, peakOf)),
  ];
  const runtime = once(() => runtimeLoad(spec, [planned(), peak()], apiRoles()));
  return {
    name,
    path,
    spec,
    setting,
    roles,
    get apiRoles() {
      return apiRoles();
    },
    get planned() {
      return planned();
    },
    get peak() {
      return peak();
    },
    get runtime() {
      return runtime();
    },
    get workflow() {
      return workflow();
    },
    demandAt: (workflows) => plannedDemand(fleet, workflows).map(({ demand }) => demand),
    demandOn: (pool) => ({
      planned: () => plannedOn(pool),
      peak: () => peakOn(pool),
      ...(roles.some(({ rollout }) => rollout !== null)
        ? { settled: () => ({ planned: plannedOn(pool, true), peak: peakOn(pool, true) }) }
        : {}),
      classes: () => classesOn(roles, pool),
      ...(hasConversations(roles) ? { atHour: (hour) => atHour(hours[hour]?.() ?? [], pool) } : {}),
      traffic: () => [...trafficOn(name, roles, planned(), pool), ...encoderTraffic(encoding(), planned(), pool)],
      orchestrators: () => orchestratorsOn(spec, roles, pool),
      interruptible: () => setting.hasStateStore,
    }),
  };
}

/** Workflows, and how many agents of each role work in one. */
const plannedWorkflows = (name: string, { topology, concurrentWorkflows = 0, peakWorkflows, roles, apiRoles = {} }: AgentFleetSpec) => ({
  name,
  topology,
  workflows: concurrentWorkflows,
  peakWorkflows: peakWorkflows ?? concurrentWorkflows,
  instances: Object.fromEntries(
    Object.entries({ ...roles, ...apiRoles }).flatMap(([role, props]) =>
      'conversations' in props && props.conversations !== undefined ? [] : [[role, props.instances]],
    ),
  ),
});

/** Whichever is more: what must always fit, or what comes at the peak. */
function runtimeLoad(
  { runtime }: AgentFleetSpec,
  demands: readonly (readonly PlacedDemand[])[],
  apiRoles: readonly ApiRoleView[],
): RuntimeLoad {
  const onPools = Math.max(...demands.map((placed) => placed.reduce((sum, { demand }) => sum + demand.sessions, 0)));
  const sessions = onPools + apiRoles.reduce((sum, { peakSessions }) => sum + peakSessions, 0);
  return { prefix: 'runtime.', sessions, sessionsPerReplica: runtime.sessionsPerReplica ?? null, asked: runtime.replicas ?? null };
}

const plannedOf = ({ sessions }: ApiRoleView) => sessions;
const peakOf = ({ peakSessions }: ApiRoleView) => peakSessions;

const onPool = (placed: readonly PlacedDemand[], path: string): RoleDemand[] =>
  placed.filter(({ pool }) => pool.path === path).map(({ demand }) => demand);

/** Classes that are given; roles without a class are left out. */
const classesOn = (roles: readonly RoleView[], path: string) =>
  roles.flatMap((role) => {
    const { latency, latencyTargets } = role.props;
    if (latency === undefined || !poolsOfRole(role).some((pool) => pool.path === path)) return [];
    return [{ role: role.name, latency, ...(latencyTargets === undefined ? {} : { latencyTargets }) }];
  });

const orchestratorsOn = ({ topology }: AgentFleetSpec, roles: readonly RoleView[], path: string): string[] => {
  const orchestrator = orchestratorOf(topology);
  return roles.flatMap((role) =>
    role.name === orchestrator && poolsOfRole(role).some((one) => one !== role.longPool && one.path === path) ? [role.name] : [],
  );
};

/** Sessions on the pool of a role; those on the pool for long ones are in that pool's demand. */
function demandOfRole(planned: readonly PlacedDemand[], name: string, roles: readonly RoleView[]): RoleDemand | null {
  const own = roles.find((role) => role.name === name)?.pool.path;
  return planned.find(({ pool, demand }) => demand.role === name && pool.path === own)?.demand ?? null;
}

function workflowOf({ workflowLatency: asked, topology }: AgentFleetSpec, roles: readonly RoleView[]): WorkflowLatency | null {
  if (asked === undefined) return null;
  const { flow, stages, unknown } = stagesOf(asked.flow, topology, roles);
  const latency = workflowLatency(flow, stages, asked.hopMs);
  return { ...latency, missing: [...latency.missing, ...unknown] };
}
