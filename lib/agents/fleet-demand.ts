/** What a fleet asks of its pools: sessions from its workflows, or from the conversations of a day; long sessions on their own pool. */

import { splitLongSessions } from '../capacity/demand/context-percentiles';
import { type DayPlan, planConversations } from '../capacity/demand/conversations';
import { type DayCurve, type DayCurveName, ownDayCurve } from '../capacity/demand/day-curve';
import { planDemand } from '../capacity/demand/plan-demand';
import type { RoleDemand } from '../capacity/demand/role-demand';
import type { Topology } from '../capacity/demand/topology';
import { own } from '../core/own';
import type { IInferencePool } from '../inference/contract';
import { definedOnly } from '../terraform/defined-only';
import { contextOf, longestOf, requestOf } from './role-context';
import type { RoleProps } from './role-props';

export interface DemandingFleet {
  readonly name: string;
  readonly topology: Topology;
  readonly roles: Readonly<Record<string, RoleProps>>;
}

/** A demand on the pool that answers it. */
export interface PlacedDemand {
  readonly pool: IInferencePool;
  readonly demand: RoleDemand;
}

/** Sessions by role at a number of workflows; roles that are known by their conversations at their quietest hour. */
export const plannedDemand = (fleet: DemandingFleet, workflows: number): PlacedDemand[] =>
  placed(fleet, [...workflowDemand(fleet, workflows), ...dayDemand(fleet, ({ floor }) => floor)]);

/** The same at the peak: so many workflows, and the busiest hour. */
export const peakDemand = (fleet: DemandingFleet, workflows: number): PlacedDemand[] =>
  placed(fleet, [...workflowDemand(fleet, workflows), ...dayDemand(fleet, ({ peak }) => peak)]);

export function hasConversations({ roles }: DemandingFleet): boolean {
  return Object.values(roles).some(({ conversations }) => conversations !== undefined);
}

function workflowDemand({ name, topology, roles }: DemandingFleet, concurrentWorkflows: number): RoleDemand[] {
  const working = Object.entries(roles).filter(([, role]) => role.conversations === undefined);
  const plans = Object.fromEntries(working.map(([role, props]) => [role, { contextTokens: contextOf(props), ...instancesOf(props) }]));
  return planDemand({ fleet: name, topology, concurrentWorkflows, roles: plans }).map((demand) =>
    withRequests(demand, own(roles, demand.role)),
  );
}

const instancesOf = ({ instances }: RoleProps) => (instances === undefined ? {} : { instances });

/** The shared prefix, and the rate of a role that says how often a session asks. */
function withRequests(demand: RoleDemand, role: RoleProps | undefined): RoleDemand {
  const request = role === undefined ? undefined : requestOf(role);
  const perMinute = role?.request?.perMinute;
  const rate =
    request === undefined || perMinute === undefined
      ? undefined
      : {
          requestsPerSecond: (demand.sessions * perMinute) / 60,
          inputTokens: request.inputTokens,
          cachedInputTokens: request.cachedTokens,
          outputTokens: request.outputTokens,
        };
  return { ...demand, ...definedOnly({ sharedPrefixTokens: role?.sharedPrefixTokens, rate }) };
}

function dayDemand(fleet: DemandingFleet, at: (day: DayPlan) => RoleDemand): RoleDemand[] {
  return Object.entries(fleet.roles).flatMap(([name, role]) => {
    const day = dayOf(fleet.name, name, role);
    return day === null ? [] : [at(day)];
  });
}

/** Null for a role that works in workflows. */
export function dayOf(fleet: string, name: string, role: RoleProps): DayPlan | null {
  if (role.conversations === undefined) return null;
  const { perDay, curve, ...conversations } = role.conversations;
  return planConversations({
    ...definedOnly(conversations),
    fleet,
    role: name,
    contextTokens: contextOf(role),
    conversationsPerDay: perDay,
    ...definedOnly({ sharedPrefixTokens: role.sharedPrefixTokens, curve: curve === undefined ? undefined : curveOf(curve) }),
  });
}

const curveOf = (curve: DayCurveName | readonly number[]): DayCurve | DayCurveName =>
  typeof curve === 'string' ? curve : ownDayCurve(curve);

function placed({ roles }: DemandingFleet, demands: readonly RoleDemand[]): PlacedDemand[] {
  return demands.flatMap((demand) => {
    const role = own(roles, demand.role);
    return role === undefined ? [] : place(role, demand);
  });
}

/** Sessions beyond the cap of their pool are on the pool for long ones. */
function place(role: RoleProps, demand: RoleDemand): PlacedDemand[] {
  const strategy = role.contextStrategy;
  const longest = longestOf(role);
  if (strategy?.kind !== 'long-pool' || longest === null) return [{ pool: role.pool, demand }];
  const contexts = { p50Tokens: demand.contextTokens, p95Tokens: demand.contextTokens, maxTokens: longest };
  const { short, long } = splitLongSessions(demand, contexts, strategy.capTokens, strategy.share);
  return [{ pool: role.pool, demand: short }, ...(long === null ? [] : [{ pool: strategy.pool, demand: long }])];
}
