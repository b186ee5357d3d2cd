/** What one pool did in the recorded hours. */
import type { RecordedPool } from './month';
import type { Meaning } from './questions';
import { type Hours, meanOf, mostOf, quantileOf, ratioOf, zip } from './statistics';

export interface PoolLoad {
  /** Hours in which a replica answered. */
  readonly hours: number;
  readonly replicas: { readonly mean: number | null; readonly most: number | null };
  /** Tokens that one replica wrote in a second, of the mean hour and of the busiest. */
  readonly writes: { readonly mean: number | null; readonly busiest: number | null };
  /** Tokens that were written in a second by all replicas, hour by hour. */
  readonly written: Hours;
  /** Prompts and answers of the mean hour, tokens. */
  readonly tokensPerHour: number | null;
  /** Of the mean request. */
  readonly promptTokens: number | null;
  readonly answerTokens: number | null;
  /** Prompt that 95 of 100 requests do not exceed in 95 of 100 hours. */
  readonly longPromptTokens: number | null;
  /** Part of the prompts that the prefix cache had. */
  readonly hitRatio: number | null;
  /** Part of the KV cache of the fullest replica: in 95 of 100 hours not more, and at most. */
  readonly kv: { readonly usual: number | null; readonly most: number | null };
  /** KV cache of the fullest replica times the replicas, hour by hour: what all hold at most, in replicas. */
  readonly kvReplicas: Hours;
  /** Waiting requests per replica: at the worst moment of 95 of 100 hours, and the part of hours in which one waits on average. */
  readonly waiting: { readonly usual: number | null; readonly queuedShare: number | null };
  /** Seconds to the first token that 95 of 100 requests keep, in 95 of 100 hours. */
  readonly firstTokenSeconds: number | null;
  readonly perTokenSeconds: number | null;
  readonly wholeAnswerSeconds: number | null;
  /** Part of the time in which the GPUs compute. */
  readonly gpuActive: number | null;
  readonly usdPerHour: number | null;
  readonly recorded: (meaning: Meaning) => Hours;
}

/** @param hours how many there are, for what was not recorded at all */
export function poolLoad(pool: RecordedPool, hours: number): PoolLoad {
  const nothing: Hours = Array.from({ length: hours }, () => null);
  const recorded = (meaning: Meaning): Hours => pool.recorded[meaning] ?? nothing;
  // A replica that does not answer writes nothing that could be counted.
  const replicas = recorded('replicas').map((count) => (count === null || count <= 0 ? null : count));
  const perReplica = zip(recorded('generated'), replicas, (tokens, count) => tokens / count);
  const perSecond = zip(recorded('generated'), recorded('prompts'), (generated, prompts) => generated + prompts);
  const tokens = meanOf(perSecond);
  return {
    hours: replicas.filter((count) => count !== null).length,
    replicas: { mean: meanOf(replicas), most: mostOf(recorded('replicasMost')) },
    writes: { mean: ratioOf(recorded('generated'), replicas), busiest: mostOf(perReplica) },
    written: recorded('generated'),
    tokensPerHour: tokens === null ? null : tokens * 3_600,
    promptTokens: ratioOf(recorded('prompts'), recorded('finished')),
    answerTokens: ratioOf(recorded('generated'), recorded('finished')),
    longPromptTokens: quantileOf(recorded('promptP95'), 0.95),
    // By the prompts of the hour: a quiet night says little.
    hitRatio: ratioOf(
      zip(recorded('prefixHits'), recorded('prompts'), (hits, prompts) => hits * prompts),
      zip(recorded('prefixHits'), recorded('prompts'), (_, prompts) => prompts),
    ),
    kv: { usual: quantileOf(recorded('kvMost'), 0.95), most: mostOf(recorded('kvMost')) },
    kvReplicas: zip(recorded('kvMost'), replicas, (share, count) => share * count),
    waiting: {
      usual: quantileOf(recorded('waitingMost'), 0.95),
      queuedShare: meanOf(recorded('waiting').map((count) => (count === null ? null : Number(count >= 1)))),
    },
    firstTokenSeconds: quantileOf(recorded('firstToken'), 0.95),
    perTokenSeconds: quantileOf(recorded('perToken'), 0.95),
    wholeAnswerSeconds: quantileOf(recorded('wholeAnswer'), 0.95),
    gpuActive: meanOf(recorded('gpuActive')),
    usdPerHour: meanOf(recorded('usdPerHour')),
    recorded,
  };
}
