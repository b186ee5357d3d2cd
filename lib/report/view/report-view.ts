/** What every form of a report is rendered from: the plans of an app with their sums, pure and without text. */
import { printableData } from '../../core/printable';
import type { Refusal } from '../../plan/refused-synthesis';
import type { FleetPlan } from '../../plan/schema';
import { type Assumption, assumptionsOf } from './assumptions';
import { type Checklist, checklistsOf } from './checklist';
import { type CostNode, costTree } from './cost-tree';
import { type DayReport, dayReports } from './day-report';
import { type FindingReport, findingReports } from './finding-report';
import { type LatencyReport, latencyReports } from './latency-report';
import { memoryBar } from './memory-bar';
import { type Picture, pictureOf } from './picture';
import type { ExistingPoolReport, FleetReport, PoolReport, TierReport } from './reported';
import { type Summary, summaryOf } from './summary';

export interface ReportView {
  readonly title: string;
  /** ISO time at which the plans were written; null where it is not known. */
  readonly writtenAt: string | null;
  /** The last synthesis, where it was refused: the plans are those of an earlier one. */
  readonly refusal: Refusal | null;
  readonly summary: Summary;
  readonly pools: readonly PoolReport[];
  /** Pools that somebody else runs. */
  readonly existingPools: readonly ExistingPoolReport[];
  readonly fleets: readonly FleetReport[];
  readonly picture: Picture;
  readonly costs: CostNode;
  /** Empty for plans of older releases. */
  readonly tiers: readonly TierReport[];
  readonly days: readonly DayReport[];
  readonly latency: readonly LatencyReport[];
  readonly findings: readonly FindingReport[];
  /** Empty for plans of older releases. */
  readonly checklists: readonly Checklist[];
  readonly assumptions: readonly Assumption[];
}

export interface ReportProps {
  /** @default - the names of the stacks that hold a pool */
  readonly title?: string;
  readonly writtenAt?: Date;
  readonly refusal?: Refusal | null;
}

/** @param given The plans of one app, in the order of its stacks. */
export function reportView(given: readonly FleetPlan[], props: ReportProps = {}): ReportView {
  const plans = printableData(given);
  const title = props.title ?? titleOf(plans);
  const pools = plans.flatMap((plan, index) =>
    plan.pools.map((pool, place) => ({ at: `/${index}/pools/${place}`, stack: plan.stack, plan: pool, memory: memoryBar(pool) })),
  );
  const existingPools = plans.flatMap(({ stack, existingPools: known = [] }, index) =>
    known.map((plan, place) => ({ at: `/${index}/existingPools/${place}`, stack, plan })),
  );
  const fleets = plans.flatMap((plan, index) =>
    plan.fleets.map((fleet, place) => ({ at: `/${index}/fleets/${place}`, stack: plan.stack, plan: fleet })),
  );
  const costs = costTree(title, plans);
  const findings = findingReports(plans);
  return {
    title,
    writtenAt: props.writtenAt?.toISOString() ?? null,
    refusal: printableData(props.refusal ?? null),
    summary: summaryOf(plans, costs, findings),
    pools,
    existingPools,
    fleets,
    picture: pictureOf(plans, pools, existingPools),
    costs,
    tiers: tiersOf(plans),
    days: dayReports(fleets, pools),
    latency: latencyReports(fleets),
    findings,
    checklists: checklistsOf(plans),
    assumptions: assumptionsOf(pools, fleets),
  };
}

const tiersOf = (plans: readonly FleetPlan[]): TierReport[] =>
  plans.flatMap(({ stack, economics }, index) =>
    (economics?.tiers ?? []).map((plan, place) => ({ at: `/${index}/economics/tiers/${place}`, stack, plan })),
  );

function titleOf(plans: readonly FleetPlan[]): string {
  const named = plans.filter(({ pools, existingPools = [] }) => pools.length + existingPools.length > 0).map(({ stack }) => stack);
  return named.join(', ') || plans.map(({ stack }) => stack).join(', ') || 'no fleet';
}
