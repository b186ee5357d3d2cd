/** What a change of a pool downloads to a claim, and whether the claim is another one. */
import type { PoolPlan } from '../sections/pool';
import type { PlanDiff } from './plan-diff';

export interface WeightsChange {
  /** Name of the pool. */
  readonly pool: string;
  /** Claim that is made; absent where the claim stays, or none is made. */
  readonly claimMade?: string;
  /** Claim that goes with its files when the last pod that uses it has ended; absent where the claim stays. */
  readonly claimGone?: string;
  /** Repositories that are downloaded, each with its commit where one is pinned. */
  readonly repositories: readonly string[];
  /** Part of them that was there before. */
  readonly again: readonly string[];
  /** Size of those whose size is known; null where none is. */
  readonly gib: number | null;
  /** How long those take; null where no size is known. */
  readonly seconds: number | null;
}

/** Pools that stay: of one that comes, everything is new. */
export const weightsChanges = ({ pools }: Pick<PlanDiff, 'pools'>): WeightsChange[] =>
  pools.flatMap(({ name, before, after }) => (before === null || after === null ? [] : changeOf(name, before, after)));

/** Of pods that load for themselves, and of a claim that another pool makes, none. */
const ownClaim = ({ from, claim, broughtBy }: NonNullable<PoolPlan['weights']>): string | undefined =>
  from === 'claim' && broughtBy === undefined ? claim : undefined;

/** Nothing is said against a plan of an older release, or of pods that load for themselves. */
function changeOf(pool: string, { weights: before }: PoolPlan, { weights: after }: PoolPlan): WeightsChange[] {
  if (before === undefined || after === undefined) return [];
  const [old, young] = [before, after].map(ownClaim);
  const there = new Set(before.downloads.map(({ repository }) => repository));
  const isOther = old !== young;
  const brought = young === undefined ? [] : after.downloads.filter(({ repository }) => isOther || !there.has(repository));
  if (!isOther && brought.length === 0) return [];
  const known = brought.filter(({ gib }) => gib !== null);
  const sum = (of: (download: (typeof brought)[number]) => number | null) =>
    known.length === 0 ? null : Number(known.reduce((total, download) => total + (of(download) ?? 0), 0).toFixed(2));
  return [
    {
      pool,
      ...(isOther && young !== undefined ? { claimMade: young } : {}),
      ...(isOther && old !== undefined ? { claimGone: old } : {}),
      repositories: brought.map(({ repository }) => repository),
      again: brought.map(({ repository }) => repository).filter((repository) => old !== undefined && there.has(repository)),
      gib: sum(({ gib }) => gib),
      seconds: sum(({ seconds }) => seconds),
    },
  ];
}
