/** What a fleet costs, by role: each role bears the part of its pools that its sessions hold, idle hours included. */
import type { RoleDemand } from '../capacity/demand/role-demand';
import { workflowLatency } from '../capacity/latency/workflow-latency';
import { atPoints, partOf, rounded, sumOfCosts, sumOrNull, type UsdPerHour } from '../economics/cost-points';
import { allTokens, hourlyTokens } from '../economics/traffic-tokens';
import { askedMoney } from '../inference/existing/stated-money';
import type { PoolDemand } from '../inference/pool-demand';
import type { PoolView } from '../inference/pool-view';
import { apiRoleMoney } from './api-roles';
import { meanRate } from './fleet-traffic';
import type { FleetView } from './fleet-view';
import { poolsOfRole } from './role-context';
import type { RoleView } from './role-view';
import { stagesOf } from './workflow-stages';

/** Money of one role. */
export interface RoleMoney {
  readonly usdPerHour: UsdPerHour;
  readonly usdPerDay: number | null;
  /** Prompts and answers of the mean hour; null where nobody says how often the role asks. */
  readonly tokensPerHour: number | null;
  readonly usdPerMillionTokens: number | null;
  /** Undefined for roles that are not known by their conversations. */
  readonly usdPerConversation?: number | null;
}

/** Money of a fleet. */
export interface FleetMoney {
  /** Roles, those of APIs included, and the pools of its embeddings and its reranking. */
  readonly usdPerHour: UsdPerHour;
  readonly usdPerDay: number | null;
  /** One workflow of those that are planned at once, one after another without a pause; null where its time or a price is not known. */
  readonly workflow: { readonly usd: number; readonly seconds: number } | null;
}

export function fleetMoney(fleet: FleetView): FleetMoney {
  const { embeddings, reranker } = fleet.spec;
  const encoders = [embeddings, reranker].filter((pool) => pool !== undefined);
  const shared = encoders.map((pool) => wholePool(fleet.setting.poolOf(pool)));
  const parts = [...fleet.roles.map((role) => roleMoney(fleet, role)), ...fleet.apiRoles.map(apiRoleMoney), ...shared];
  const usdPerHour = sumOfCosts(parts.map((part) => part.usdPerHour));
  return { usdPerHour, usdPerDay: sumOrNull(parts.map((part) => part.usdPerDay)), workflow: workflowMoney(fleet, usdPerHour.plan) };
}

export function roleMoney(fleet: FleetView, role: RoleView): RoleMoney {
  const parts = withPrefill(poolsOfRole(role)).map((pool) => partOfPool(pool, { fleet: fleet.name, role: role.name }));
  const usdPerHour = sumOfCosts(parts.map((part) => part.usdPerHour));
  const usdPerDay = sumOrNull(parts.map((part) => part.usdPerDay));
  const rate = meanRate(role, fleet.planned);
  const tokensPerHour = rate === null ? null : rounded(allTokens(hourlyTokens(rate)), 1);
  const perDay = role.props.conversations?.perDay;
  return {
    usdPerHour,
    usdPerDay,
    tokensPerHour,
    usdPerMillionTokens: usdPerDay === null || !tokensPerHour ? null : rounded((usdPerDay / 24 / tokensPerHour) * 1e6, 4),
    ...(perDay === undefined ? {} : { usdPerConversation: usdPerDay === null ? null : rounded(usdPerDay / perDay) }),
  };
}

/** Prompts are paid by whoever has them computed. */
const withPrefill = (pools: readonly PoolView[]): readonly PoolView[] =>
  pools.flatMap((pool) => (pool.prefill === undefined ? [pool] : [pool, pool.prefill]));

interface Asker {
  readonly fleet: string;
  readonly role: string;
}

/** By the tokens of KV cache that the sessions hold, in which a pool is sized. */
function partOfPool({ existing, money, demand }: PoolView, asker: Asker) {
  if (existing !== undefined) return askedMoney(existing, demandOf(demand, asker));
  const planned = shareIn(demand.planned, asker);
  const atPeak = demand.peak.length === 0 ? planned : shareIn(demand.peak, asker);
  const { atHour } = demand;
  const overDay = atHour === undefined ? planned : shareIn(HOURS.flatMap(atHour), asker);
  const shares = { floor: planned, plan: planned, peak: atPeak, ceiling: atPeak };
  return {
    usdPerHour: atPoints((point) => partOf(money.usdPerHour[point], shares[point])),
    usdPerDay: partOf(money.usdPerDay, overDay),
  };
}

/** Tokens are paid by whoever asks for them. */
function demandOf({ planned, peak, traffic = [] }: PoolDemand, asker: Asker) {
  const own = <T extends Asker>(all: readonly T[]) => all.filter(({ fleet, role }) => fleet === asker.fleet && role === asker.role);
  return { planned: own(planned), peak: own(peak), traffic: own(traffic) };
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

function shareIn(demands: readonly RoleDemand[], { fleet, role }: Asker): number {
  const weight = ({ sessions, contextTokens }: RoleDemand) => sessions * contextTokens;
  const all = demands.reduce((sum, demand) => sum + weight(demand), 0);
  const own = demands.filter((demand) => demand.fleet === fleet && demand.role === role);
  return all === 0 ? 0 : own.reduce((sum, demand) => sum + weight(demand), 0) / all;
}

/** Embeddings hold no cache by which their pool could be divided: fleets that share it bear equal parts. */
function wholePool({ money, demand: { fleets = 1 } }: PoolView) {
  const share = 1 / Math.max(1, fleets);
  return {
    usdPerHour: atPoints((point) => partOf(money.usdPerHour[point], share)),
    usdPerDay: partOf(money.usdPerDay, share),
  };
}

function workflowMoney({ spec, roles, workflow }: FleetView, usdPerHour: number | null): FleetMoney['workflow'] {
  const { concurrentWorkflows, topology, workflowLatency: asked } = spec;
  if (concurrentWorkflows === undefined || usdPerHour === null) return null;
  const { flow, stages, unknown } = stagesOf(asked?.flow, topology, roles);
  const { totalMs, missing } = workflow ?? workflowLatency(flow, stages);
  if (missing.length > 0 || unknown.length > 0 || totalMs <= 0) return null;
  const seconds = totalMs / 1_000;
  return { usd: rounded(((usdPerHour / concurrentWorkflows) * seconds) / 3_600, 8), seconds: rounded(seconds, 3) };
}
