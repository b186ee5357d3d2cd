/** Roles that external models answer: their sessions are counted and their tokens are paid, and no pool is asked. */
import { planDemand } from '../capacity/demand/plan-demand';
import type { RequestRate } from '../capacity/demand/role-demand';
import type { Topology } from '../capacity/demand/topology';
import { rounded, type UsdPerHour } from '../economics/cost-points';
import { tokenMoney } from '../economics/token-money';
import { allTokens, hourlyTokens } from '../economics/traffic-tokens';
import { apiPriceOfModel } from '../routing/external-model-price';
import { definedOnly } from '../terraform/defined-only';
import type { ApiRoleProps } from './api-role-props';

/** Such a role as plain values. */
export interface ApiRoleView {
  readonly name: string;
  readonly props: ApiRoleProps;
  /** Sessions that always fit the plan. */
  readonly sessions: number;
  readonly peakSessions: number;
  readonly formula: string;
}

interface PlannedFleet {
  readonly name: string;
  readonly topology: Topology;
  readonly workflows: number;
  readonly peakWorkflows: number;
  /** Instances of every role of the workflows, those on pools included: fractions of a session are rounded over all of them. */
  readonly instances: Readonly<Record<string, number | undefined>>;
}

export function apiRoleViews(roles: Readonly<Record<string, ApiRoleProps>>, fleet: PlannedFleet): ApiRoleView[] {
  if (Object.keys(roles).length === 0) return [];
  const [planned, peak] = [fleet.workflows, fleet.peakWorkflows].map((workflows) => demandsOf(fleet, workflows));
  return Object.entries(roles).map(([name, props]) => {
    const own = planned?.find(({ role }) => role === name);
    return {
      name,
      props,
      sessions: own?.sessions ?? 0,
      peakSessions: peak?.find(({ role }) => role === name)?.sessions ?? 0,
      formula: own?.formula ?? 'no workflow has it',
    };
  });
}

function demandsOf({ name, topology, instances }: PlannedFleet, concurrentWorkflows: number) {
  const roles = Object.entries(instances).map(
    ([role, count]) => [role, { contextTokens: 1, ...definedOnly({ instances: count }) }] as const,
  );
  return planDemand({ fleet: name, topology, concurrentWorkflows, roles: Object.fromEntries(roles) });
}

/** Money of an API role. Nothing is paid while nobody asks. */
export interface ApiRoleMoney {
  readonly usdPerHour: UsdPerHour;
  readonly usdPerDay: number | null;
  readonly tokensPerHour: number | null;
  readonly usdPerMillionTokens: number | null;
}

export function apiRoleMoney({ props, sessions, peakSessions }: ApiRoleView): ApiRoleMoney {
  const price = apiPriceOfModel(props.model);
  const rate = apiRoleRate(props, sessions);
  const tokens = rate === null ? null : hourlyTokens(rate);
  const atPeak =
    rate === null || sessions === 0 ? [] : [{ ...rate, requestsPerSecond: (rate.requestsPerSecond * peakSessions) / sessions }];
  const { usdPerHour, usdPerDay } = tokenMoney(price, { planned: [rate], peak: atPeak, mean: [rate] });
  const { plan } = usdPerHour;
  return {
    usdPerHour,
    usdPerDay,
    tokensPerHour: tokens === null ? null : rounded(allTokens(tokens), 1),
    usdPerMillionTokens: plan === null || tokens === null || allTokens(tokens) === 0 ? null : rounded((plan / allTokens(tokens)) * 1e6, 4),
  };
}

/** Null where the role does not say how often its sessions ask. */
export function apiRoleRate({ contextTokens, request }: ApiRoleProps, sessions: number): RequestRate | null {
  if (request?.perMinute === undefined) return null;
  const { outputTokens, inputTokens = Math.max(1, contextTokens - outputTokens), cachedTokens = 0, perMinute } = request;
  return { requestsPerSecond: (sessions * perMinute) / 60, inputTokens, cachedInputTokens: cachedTokens, outputTokens };
}
