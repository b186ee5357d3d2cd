/** What roles ask of the replicas that compute prompts for others (prefill/decode disaggregation). */
import { transferSeconds } from '../latency/remote-prefill';
import type { RemotePrefill, ReplicaSpec } from '../replica-spec';
import { inFlight } from './request-rate';
import type { RequestRate, RoleDemand } from './role-demand';

/** The pool that computes prompts, and the replica that they go to. */
export interface PromptPool {
  readonly prefill: RemotePrefill;
  /** Replicas that compute prompts. */
  readonly replicas: number;
  /** Replica that writes the answers. */
  readonly decode: ReplicaSpec;
}

/**
 * Every prompt with one token of its answer. Its keys and values stay for its computation and its way, so by Little's law few of the sessions are there at
 * once; all of them where prompts are said to be found in the cache of earlier turns, which then has to lie here, and where no rate is given.
 */
export function prefillDemand(demand: RoleDemand, pool: PromptPool): RoleDemand {
  const { rate, sharedPrefixTokens = 0, offloadedSessions: _, ...asked } = demand;
  const shared = sharedPrefixTokens === 0 ? {} : { sharedPrefixTokens };
  if (rate === undefined) return { ...asked, ...shared, formula: `${demand.formula}: prompts of all of them, since no rate is given` };
  const prompts: RequestRate = { ...rate, outputTokens: 1 };
  const kept = (rate.cachedInputTokens ?? 0) > sharedPrefixTokens;
  const atOnce = kept ? null : promptsAtOnce(prompts, pool);
  if (atOnce === null)
    return {
      ...asked,
      ...shared,
      rate: prompts,
      formula: `${demand.formula}${kept ? ': their cached prompts stay here between turns' : ''}`,
    };
  return {
    ...asked,
    ...shared,
    sessions: Math.min(demand.sessions, atOnce),
    contextTokens: Math.min(demand.contextTokens, Math.ceil(rate.inputTokens) + 1),
    rate: prompts,
    formula: `${Number(rate.requestsPerSecond.toPrecision(3))} prompts/s while they are computed and sent`,
  };
}

/** Null where the replicas cannot keep up, or something is not known. */
function promptsAtOnce(rate: RequestRate, { prefill, replicas, decode }: PromptPool): number | null {
  const count = Math.max(1, replicas);
  const computed = inFlight(prefill.replica, { ...rate, requestsPerSecond: rate.requestsPerSecond / count });
  const onTheWay = transferSeconds(decode, prefill, rate.inputTokens);
  return computed === null || onTheWay === null ? null : Math.ceil(computed * count + rate.requestsPerSecond * onTheWay - 1e-9);
}
