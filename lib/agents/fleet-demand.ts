/** What a fleet asks of its pools: sessions from its workflows, or from the conversations of a day; long sessions on their own pool. */
import { splitLongSessions } from '../capacity/demand/context-percentiles';
import type { DayPlan } from '../capacity/demand/conversations';
import { planDemand } from '../capacity/demand/plan-demand';
import type { RoleDemand } from '../capacity/demand/role-demand';
import { sharedDemand } from '../capacity/demand/shared-demand';
import type { Topology } from '../capacity/demand/topology';
import { sharesOf } from '../inference/pool-shares';
import type { PoolView } from '../inference/pool-view';
import { definedOnly } from '../terraform/defined-only';
import { longestOf } from './role-context';
import type { RoleView } from './role-view';

export interface DemandingFleet {
  readonly name: string;
  readonly topology: Topology;
  readonly roles: readonly RoleView[];
}

/** A demand on the pool that answers it. */
export interface PlacedDemand {
  readonly pool: PoolView;
  readonly demand: RoleDemand;
}

/** Sessions by role at a number of workflows; roles that are known by their conversations at their quietest hour. */
export const plannedDemand = (fleet: DemandingFleet, workflows: number): PlacedDemand[] =>
  placed(fleet, [...workflowDemand(fleet, workflows), ...dayDemand(fleet, ({ floor }) => floor)]);

/** The same at the peak: a number of workflows, and the busiest hour. */
export const peakDemand = (fleet: DemandingFleet, workflows: number): PlacedDemand[] =>
  placed(fleet, [...workflowDemand(fleet, workflows), ...dayDemand(fleet, ({ peak }) => peak)]);

/** What is asked in one hour of the day: workflows as planned, conversations as the hour brings them. */
export const hourDemand = (fleet: DemandingFleet, workflows: number, hour: number): PlacedDemand[] =>
  placed(fleet, [...workflowDemand(fleet, workflows), ...dayDemand(fleet, (day) => day.demandAt(hour))]);

export const hasConversations = (roles: readonly RoleView[]): boolean => roles.some(({ props }) => props.conversations !== undefined);

function workflowDemand({ name, topology, roles }: DemandingFleet, concurrentWorkflows: number): RoleDemand[] {
  const working = roles.filter(({ props }) => props.conversations === undefined);
  const plans = Object.fromEntries(
    working.map(({ name: role, contextTokens, props: { instances } }) => [role, { contextTokens, ...definedOnly({ instances }) }]),
  );
  return planDemand({ fleet: name, topology, concurrentWorkflows, roles: plans }).map((demand) =>
    withRequests(demand, roleOf(roles, demand.role)),
  );
}

const roleOf = (roles: readonly RoleView[], name: string) => roles.find((role) => role.name === name);

/** The shared prefix, and the rate of a role that says how often a session asks. */
function withRequests(demand: RoleDemand, role: RoleView | undefined): RoleDemand {
  const { request } = role ?? {};
  const perMinute = role?.props.request?.perMinute;
  const rate =
    request === undefined || perMinute === undefined
      ? undefined
      : {
          requestsPerSecond: (demand.sessions * perMinute) / 60,
          inputTokens: request.inputTokens,
          cachedInputTokens: request.cachedTokens,
          outputTokens: request.outputTokens,
        };
  return { ...demand, ...definedOnly({ sharedPrefixTokens: role?.props.sharedPrefixTokens, rate }) };
}

function dayDemand({ roles }: DemandingFleet, at: (day: DayPlan) => RoleDemand): RoleDemand[] {
  return roles.flatMap(({ day }) => (day === null ? [] : [at(day)]));
}

function placed({ roles }: DemandingFleet, demands: readonly RoleDemand[]): PlacedDemand[] {
  return demands.flatMap((demand) => {
    const role = roleOf(roles, demand.role);
    return role === undefined ? [] : place(role, demand);
  });
}

/**
 * What the pools are asked that take roles over: their share of what is on the pools of these roles, which stay planned for all of it; all of it where
 * rollouts have come to their end.
 */
export const rolloutDemand = (roles: readonly RoleView[], placed: readonly PlacedDemand[], isSettled = false): PlacedDemand[] =>
  roles.flatMap(({ name, pool, rollout }) =>
    rollout === null
      ? []
      : placed
          .filter((one) => one.demand.role === name && one.pool.path === pool.path)
          .map(({ demand }) => ({ pool: rollout.pool, demand: isSettled ? demand : shareOf(demand, rollout.share) })),
  );

function shareOf(demand: RoleDemand, share: number): RoleDemand {
  const { rate, sessions } = demand;
  const part = rate === undefined ? {} : { rate: { ...rate, requestsPerSecond: rate.requestsPerSecond * share } };
  const count = sessions === 0 ? 0 : Math.max(1, Math.ceil(sessions * share));
  return { ...demand, ...part, sessions: count, formula: `${demand.formula}, ${Math.round(share * 100)} % of it` };
}

/** Sessions beyond the cap of their pool are on the pool for long ones, the others on the pools of the role by their shares. */
function place(role: RoleView, demand: RoleDemand): PlacedDemand[] {
  const [first, ...others] = byLength(role, demand);
  return first === undefined ? [] : [...shared(role, first), ...others];
}

function shared({ pool, furtherPools }: RoleView, { demand }: PlacedDemand): PlacedDemand[] {
  if (furtherPools.length === 0) return [{ pool, demand }];
  const pools = [pool, ...furtherPools];
  const parts = sharedDemand(demand, sharesOf(pools));
  return pools.map((one, index) => ({ pool: one, demand: parts[index] ?? demand }));
}

function byLength(role: RoleView, demand: RoleDemand): PlacedDemand[] {
  const strategy = role.props.contextStrategy?.boundary;
  const longest = longestOf(role);
  if (strategy?.kind !== 'long-pool' || role.longPool === null || longest === null) return [{ pool: role.pool, demand }];
  const contexts = { p50Tokens: demand.contextTokens, p95Tokens: demand.contextTokens, maxTokens: longest };
  const { short, long } = splitLongSessions(demand, contexts, strategy.capTokens, strategy.share);
  return [{ pool: role.pool, demand: short }, ...(long === null ? [] : [{ pool: role.longPool, demand: long }])];
}
