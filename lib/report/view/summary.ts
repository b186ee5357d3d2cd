/** The few figures that come first: what it costs, how many GPUs it is, what is nearest to its limit. */
import { gpusOfReplicas } from '../../plan/gpus-of-pool';
import type { FleetPlan } from '../../plan/schema';
import type { PoolPlan } from '../../plan/sections/pool';
import type { CostNode, CostRange } from './cost-tree';
import type { FindingReport, SEVERITIES } from './finding-report';

export type Verdict = PoolPlan['verdict'];

export interface Summary {
  /** The worst of all pools, those of others included; null without one. */
  readonly verdict: Verdict | null;
  readonly clusters: readonly string[];
  readonly pools: number;
  readonly fleets: number;
  readonly roles: number;
  readonly gpus: { readonly floor: number; readonly ceiling: number };
  readonly perHour: CostRange;
  readonly perMonth: CostRange;
  /** Pools without a price. */
  readonly unpriced: readonly string[];
  /** Dates of the prices, oldest first. */
  readonly pricesAsOf: readonly string[];
  /** Least free share of a KV cache that is asked for, and of which pool; null where no pool is asked or knows it. */
  readonly least: { readonly headroom: number; readonly pool: string; readonly at: string } | null;
  /** Of each severity those that nobody accepts, and how many somebody does. */
  readonly findings: Readonly<Record<FindingReport['plan']['severity'] | 'accepted', number>>;
}

const WORST_FIRST: readonly Verdict[] = ['rejected', 'uncertain', 'tight', 'fits'];

export function summaryOf(plans: readonly FleetPlan[], { perHour, perMonth }: CostNode, findings: readonly FindingReport[]): Summary {
  const pools = plans.flatMap((plan) => plan.pools);
  const judged = [...pools, ...plans.flatMap(({ existingPools = [] }) => existingPools)];
  const gpus = (of: 'min' | 'max') => Math.ceil(pools.reduce((sum, pool) => sum + gpusOfReplicas(pool, pool.replicas[of]), 0));
  const open = findings.filter(({ plan }) => plan.acknowledged === undefined);
  const count = (severity: (typeof SEVERITIES)[number]) => open.filter(({ plan }) => plan.severity === severity).length;
  return {
    verdict: WORST_FIRST.find((verdict) => judged.some((pool) => pool.verdict === verdict)) ?? null,
    clusters: [...new Set(judged.map(({ cluster }) => cluster))],
    pools: pools.length,
    fleets: plans.reduce((sum, { fleets }) => sum + fleets.length, 0),
    roles: plans.reduce((sum, { fleets }) => sum + fleets.reduce((all, { roles }) => all + roles.length, 0), 0),
    gpus: { floor: gpus('min'), ceiling: gpus('max') },
    perHour,
    perMonth,
    unpriced: plans.flatMap(({ costPerHour }) => costPerHour.unpriced),
    pricesAsOf: [...new Set(plans.flatMap(({ costPerHour }) => costPerHour.pricesAsOf))].sort(),
    least: leastOf(plans),
    findings: { error: count('error'), warning: count('warning'), info: count('info'), accepted: findings.length - open.length },
  };
}

function leastOf(plans: readonly FleetPlan[]): Summary['least'] {
  const known = plans.flatMap((plan, index) =>
    plan.pools.flatMap(({ name, demand, headroom, memory }, place) =>
      demand.length === 0 || headroom === null || memory.kvBytesPerToken === 0
        ? []
        : [{ headroom, pool: name, at: `/${index}/pools/${place}/headroom` }],
    ),
  );
  return known.reduce<Summary['least']>((least, one) => (least === null || one.headroom < least.headroom ? one : least), null);
}
