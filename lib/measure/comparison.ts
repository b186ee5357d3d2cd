/** The figures of the plan beside those that were measured. */
import type { PlannedLoad, PlannedPool } from './planned-load';
import type { PoolLoad } from './pool-load';

/** How a figure is written. */
export type Unit = 'replicas' | 'tokens/s' | 'tokens' | 'tokens/h' | 'share' | 'requests' | 'seconds' | 'USD/h' | 'USD per million tokens';

export interface Comparison {
  readonly what: string;
  readonly unit: Unit;
  /** Null where the plan has no such figure. */
  readonly plan: number | null;
  /** Null where it was not recorded. */
  readonly measured: number | null;
  /** The plan says how much it may be, and not how much it is. */
  readonly isLimit: boolean;
}

export function compared({ pool }: PlannedPool, plan: PlannedLoad, load: PoolLoad): Comparison[] {
  const { economics } = pool;
  const row = (what: string, unit: Unit, planned: number | null | undefined, measured: number | null, isLimit = false): Comparison => ({
    what,
    unit,
    plan: rounded(planned ?? null),
    measured: rounded(measured),
    isLimit,
  });
  const limit = (what: string, unit: Unit, planned: number | null | undefined, seen: number | null) => row(what, unit, planned, seen, true);
  return [
    row('replicas', 'replicas', economics?.replicas.plan ?? pool.replicas.min, load.replicas.mean),
    limit('most replicas', 'replicas', economics?.replicas.ceiling ?? pool.replicas.max, load.replicas.most),
    limit('written by a replica: at full use, in its busiest hour', 'tokens/s', economics?.writesPerSecond, load.writes.busiest),
    row('prompts and answers', 'tokens/h', plan.tokensPerHour, load.tokensPerHour),
    row('prompt of the mean request', 'tokens', plan.promptTokens, load.promptTokens),
    row('answer of the mean request', 'tokens', plan.answerTokens, load.answerTokens),
    limit('context: planned, and prompt of 95 of 100', 'tokens', plan.contextTokens, load.longPromptTokens),
    row('prefix cache hits', 'share', plan.hitRatio, load.hitRatio),
    limit('KV cache in use, 95 of 100 hours', 'share', plan.kvShare, load.kv.usual),
    row('use of what the replicas can write', 'share', economics?.use, useOf(pool.economics?.writesPerSecond ?? null, load)),
    row('GPU engine active', 'share', null, load.gpuActive),
    limit('waiting per replica, 95 of 100 hours', 'requests', 0, load.waiting.usual),
    limit('hours with a queue', 'share', 0, load.waiting.queuedShare),
    limit('first token of 95 of 100', 'seconds', plan.firstTokenSeconds, load.firstTokenSeconds),
    ...(plan.perTokenSeconds === null
      ? []
      : [limit('token after the first, of 95 of 100', 'seconds', plan.perTokenSeconds, load.perTokenSeconds)]),
    ...(plan.wholeAnswerSeconds === null
      ? []
      : [limit('whole answer of 95 of 100', 'seconds', plan.wholeAnswerSeconds, load.wholeAnswerSeconds)]),
    row('cost', 'USD/h', plan.usdPerHour, load.usdPerHour),
    row('cost of tokens', 'USD per million tokens', economics?.usdPerMillionTokens, tokenCost(load)),
  ];
}

export const useOf = (writesPerSecond: number | null, { writes }: PoolLoad): number | null =>
  writesPerSecond === null || writesPerSecond <= 0 || writes.mean === null ? null : writes.mean / writesPerSecond;

const tokenCost = ({ usdPerHour, tokensPerHour }: PoolLoad): number | null =>
  usdPerHour === null || tokensPerHour === null || tokensPerHour <= 0 ? null : (usdPerHour / tokensPerHour) * 1e6;

const rounded = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(4)));
