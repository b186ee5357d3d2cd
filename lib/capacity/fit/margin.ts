/** How much more of the same fits, and what decides: every ceiling of a pool as the share of it that the plan uses. */
import { fromGiB } from '../../core/units';
import { type Assessment, balancesOf } from './assessment';
import { type Balance, plannedReplica, sessionBytes } from './balance';
import { HEADROOM } from './headroom';
import type { Margin, ThroughputBalance } from './pool-verdict';
import { throughputOf } from './throughput';

/** One limit of a pool and the share of what it allows that is used; above 1 it is broken. */
export interface Ceiling {
  readonly name: 'KV cache memory' | 'tokens per second' | 'max-num-seqs';
  readonly used: number;
}

/** Ceilings in order of use, the nearest first; at the floor and at the peak. */
export function ceilings(assessment: Assessment): readonly Ceiling[] {
  return balancesOf(assessment)
    .flatMap((balance) => [memory(balance), ...throughput(balance), ...admission(balance, assessment)])
    .sort((a, b) => b.used - a.used);
}

/** A tenth of the pool is not there to be planned with. */
const memory = ({ demandGiB, supplyGiB }: Balance): Ceiling => ({
  name: 'KV cache memory',
  used: demandGiB === 0 ? 0 : demandGiB / Math.max((1 - HEADROOM.rejectedBelow) * supplyGiB, Number.MIN_VALUE),
});

function throughput(balance: Balance): Ceiling[] {
  const made = throughputOf(balance);
  if (made === null || 'missing' in made) return [];
  return [{ name: 'tokens per second', used: made.demandTokensPerSecond / made.supplyTokensPerSecond }];
}

/** Only a limit that the user set can bind: the other follows the plan. */
function admission({ input, sessions, supply }: Balance, { input: asked }: Assessment): Ceiling[] {
  if (asked.replica.maxNumSeqs === undefined) return [];
  const admitted = (plannedReplica(asked).maxNumSeqs ?? supply.maxNumSeqs) * Math.max(1, input.replicas);
  return [{ name: 'max-num-seqs', used: sessions / Math.max(1, admitted) }];
}

/** Until the plan would be refused: 10 % of the memory stays free, the engine admits, and the tokens a second are still expected. */
export function marginOf(assessment: Assessment): Margin | null {
  const asking = balancesOf(assessment).filter((balance) => balance.sessions > 0 && balance.supply.missing.length === 0);
  const margins = asking.map((balance) => marginAt(balance, assessment));
  return margins.length === 0 ? null : margins.reduce((least, next) => (next.sessions < least.sessions ? next : least));
}

function marginAt(balance: Balance, assessment: Assessment): Margin {
  const freeBytes = fromGiB(balance.supplyGiB * (1 - HEADROOM.rejectedBelow) - balance.demandGiB);
  const perSession = fromGiB(balance.demandGiB) / balance.sessions;
  const perToken =
    sessionBytes(balance.input.replica, balance.supply, balance.demandTokens / balance.sessions) /
    (balance.demandTokens / balance.sessions);
  const limits = [
    perSession === 0 ? Number.POSITIVE_INFINITY : freeBytes / perSession,
    ...others(balance, assessment).map(({ used }) => (used === 0 ? Number.POSITIVE_INFINITY : balance.sessions / used - balance.sessions)),
  ];
  const sessions = Math.min(...limits);
  return {
    sessions: Number.isFinite(sessions) ? Math.floor(sessions + 1e-9) : MOST_SESSIONS,
    tokens: perSession === 0 ? 0 : Math.floor(freeBytes / perToken),
  };
}

/** A model without a cache holds as many sessions as it is sent; the margin has to be a number. */
const MOST_SESSIONS = 1_000_000;

const others = (balance: Balance, assessment: Assessment): readonly Ceiling[] => [
  ...throughput(balance),
  ...admission(balance, assessment),
];

/** Throughput where it is nearest to its ceiling. */
export function nearestThroughput(assessment: Assessment): ThroughputBalance | null {
  const made = balancesOf(assessment).flatMap((balance) => {
    const one = throughputOf(balance);
    return one === null || 'missing' in one ? [] : [one];
  });
  const used = (one: ThroughputBalance) => one.demandTokensPerSecond / one.supplyTokensPerSecond;
  return made.length === 0 ? null : made.reduce((nearest, next) => (used(next) > used(nearest) ? next : nearest));
}
