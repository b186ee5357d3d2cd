/** How many requests of each alias a pool holds at the same time, at the context that was planned. */

import type { RequestRate, RoleDemand } from '../../capacity/demand/role-demand';
import { copiesOf } from '../../capacity/gpus-of-replica';
import type { PoolView } from '../../inference/pool-view';
import type { ClientLoad } from '../contract';

const SECONDS = 60;

/** Sessions by role: at the peak where one is declared, else as planned. */
const demandAtPeak = ({ demand }: PoolView): readonly RoleDemand[] => (demand.peak.length > 0 ? demand.peak : demand.planned);

/**
 * What is asked through one router: the demand of the fleets that ask it for the pool. Where none says so, as of routes for agents of another app, any demand
 * may come through it.
 */
const demandThrough = (pool: PoolView, fleets: ReadonlySet<string>): readonly RoleDemand[] => {
  const demands = demandAtPeak(pool);
  const own = demands.filter(({ fleet }) => fleets.has(fleet));
  return own.length > 0 ? own : demands;
};

const sessionsOf = (demands: readonly RoleDemand[]): number => demands.reduce((sum, { sessions }) => sum + sessions, 0);

/**
 * Requests that one replica runs at the same time: what its KV cache holds at the mean planned context, at most `max-num-seqs`. How many sessions are planned
 * changes nothing of it. Null where nothing is known of its cache, as of models that keep none.
 */
export function replicaHolds(pool: PoolView): number | null {
  const { supply } = pool.verdict;
  if (pool.spec.model.facts.kind !== 'llm' || supply.missing.length > 0 || supply.kvTokens <= 0) return null;
  const demands = demandAtPeak(pool);
  const sessions = sessionsOf(demands);
  const tokens = demands.reduce((sum, demand) => sum + demand.sessions * demand.contextTokens, 0);
  const context = sessions > 0 ? tokens / sessions : pool.spec.maxContextTokens;
  return Math.max(1, Math.floor(Math.min(supply.maxNumSeqs, supply.kvTokens / context)));
}

/** Requests that all replicas of a pool run at the same time once it has scaled. A pool whose plan fits holds at least what was planned. */
export function poolHolds(pool: PoolView): number | null {
  const onReplica = replicaHolds(pool);
  if (onReplica === null) return null;
  const held = onReplica * copiesOf(pool.replica) * pool.maxReplicas;
  return pool.verdict.verdict === 'rejected' ? held : Math.max(held, Math.ceil(sessionsOf(demandAtPeak(pool))));
}

/** A pool, and the names of the fleets that ask one router for it. */
export interface AskedPool {
  readonly pool: PoolView;
  readonly fleets: ReadonlySet<string>;
}

/** Sessions that the fleets plan behind an alias, at the peak. */
export function plannedBehind({ pool, fleets }: AskedPool, alias: string, aliases: readonly string[]): number {
  const demands = demandThrough(pool, fleets);
  const own = demands.filter(({ role }) => role === alias);
  if (own.length > 0) return sessionsOf(own);
  // Demand of no alias here is that of long sessions, whose alias has another name than their role, or of another router.
  const nameless = aliases.filter((name) => demands.every(({ role }) => role !== name));
  const left = sessionsOf(demands.filter(({ role }) => !aliases.includes(role)));
  return left / Math.max(1, nameless.length);
}

/** Requests of the role behind an alias at the peak; of those that do not say how often they ask nothing is known. */
export const ratesBehind = ({ pool, fleets }: AskedPool, alias: string): RequestRate[] =>
  demandThrough(pool, fleets).flatMap(({ role, rate }) => (role === alias && rate !== undefined ? [rate] : []));

/** Longest context that the fleets plan for a session of the role behind an alias, tokens; undefined where nobody plans one. */
export function contextBehind({ pool, fleets }: AskedPool, alias: string): number | undefined {
  const planned = demandThrough(pool, fleets).flatMap(({ role, contextTokens }) => (role === alias ? [contextTokens] : []));
  return planned.length === 0 ? undefined : Math.max(...planned);
}

/** What the fleets plan to ask of the role behind an alias at the peak; rates are null where the role does not say how often it asks. */
export function loadBehind({ pool, fleets }: AskedPool, alias: string): ClientLoad {
  const own = demandThrough(pool, fleets).filter(({ role }) => role === alias);
  const perMinute = (of: (rate: RequestRate) => number) =>
    own.reduce<number | null>((sum, { rate }) => (sum === null || rate === undefined ? null : sum + SECONDS * of(rate)), 0);
  return {
    sessions: sessionsOf(own),
    requestsPerMinute: perMinute(({ requestsPerSecond }) => requestsPerSecond),
    tokensPerMinute: perMinute((rate) => rate.requestsPerSecond * (rate.inputTokens + rate.outputTokens)),
  };
}

/**
 * What of a pool is one alias's: shares go by the planned sessions, so that all aliases together admit what the pool holds. An alias of which nothing is
 * planned counts as one session.
 */
export function shareOf(asked: AskedPool, alias: string, aliases: readonly string[]): number | null {
  const holds = poolHolds(asked.pool);
  if (holds === null) return null;
  const weightOf = (name: string) => Math.max(1, plannedBehind(asked, name, aliases));
  const here = aliases.reduce((sum, name) => sum + weightOf(name), 0);
  const total = Math.max(here, sessionsOf(demandAtPeak(asked.pool)));
  return (holds * weightOf(alias)) / total;
}
