import { parseProps } from '../core/schema';
import { answerOf } from './answer';
import { apiBills } from './api-price';
import type { JudgedPools } from './column-pool';
import type { FleetToPlanProps } from './fleet-to-plan';
import { type FleetToPlan, fleetToPlanSchema } from './fleet-to-plan-schema';
import type { PoolGoal } from './item';
import { planned } from './plan-fleet';
import type { PlannedFleet } from './planned-fleet';
import { type Saving, savingsOf } from './savings';
import { searched } from './searched';

/** Fleets of which none is better than another in every respect, the cheapest first, and what binds the price of the cheapest. */
export interface FleetRecommendation {
  readonly answers: readonly RecommendedFleet[];
  readonly savings: readonly Saving[];
}

/** One of the fleets to choose from. */
export interface RecommendedFleet {
  readonly plan: PlannedFleet;
  /** Free share of the KV cache of the fullest pool; null where an API answers all roles. */
  readonly headroom: number | null;
  /** Latest first token of a role whose requests are known, milliseconds; null where none are. */
  readonly firstTokenMs: number | null;
  /** Every pool holds its demand with one replica less. */
  readonly survivesReplicaLoss: boolean;
  /** What it costs more than the cheapest, USD per hour. */
  readonly moreUsdPerHour: number;
  /** In what others are better, in words: price, headroom, first token, a lost replica. */
  readonly givesUp: readonly string[];
}

/** Headrooms that are asked for beyond the least: what counts as roomy, and room to grow. */
const HEADROOMS = [0.15, 0.25, 0.4] as const;
/** Each step asks for a first token that is sooner by a quarter. */
const SOONER = 0.75;
const STEPS = 3;
/** Fleets that cost more than so many times the cheapest are no choice. */
const MOST_TIMES = 3;

/**
 * Fleets to choose from: the cheapest, and the cheapest with more headroom, with sooner first tokens, and with a replica that may be lost. Fleets that
 * another one beats in every respect are left out.
 *
 * @throws FleetError as `planFleet` does.
 */
export function recommendFleet(props: FleetToPlanProps): FleetRecommendation {
  return recommended(parseProps(fleetToPlanSchema, props, { path: 'recommendFleet', className: 'recommendFleet' }));
}

export function recommended(question: FleetToPlan): FleetRecommendation {
  const judged: JudgedPools = new Map();
  const cheapest = planned(question, judged);
  const roomy = HEADROOMS.flatMap((leastHeadroom) => withGoal(question, judged, { leastHeadroom }) ?? []);
  const spare = withGoal(safer(question), judged, {});
  const plans = [cheapest, ...roomy, ...sooner(question, judged, cheapest), ...(spare === null ? [] : [spare])];
  const affordable = plans.filter(({ usdPerHour }) => usdPerHour <= MOST_TIMES * cheapest.usdPerHour);
  const front = undominated(affordable.map((plan) => measured(plan, cheapest)));
  return { answers: front.map((answer) => ({ ...answer, givesUp: givesUp(answer, front) })), savings: savingsOf(question, judged) };
}

function withGoal(question: FleetToPlan, judged: JudgedPools, goal: PoolGoal): PlannedFleet | null {
  const { pool, found } = searched(question, judged, goal);
  if (found === 'too late' || !('columns' in found)) return null;
  return answerOf(question.name, pool, found, (item) => apiBills(item, question.apis));
}

const safer = (question: FleetToPlan): FleetToPlan => ({
  ...question,
  roles: Object.fromEntries(Object.entries(question.roles).map(([name, role]) => [name, { ...role, survivesReplicaLoss: true }])),
});

/** Always a quarter sooner than the one before, as long as something is. */
function sooner(question: FleetToPlan, judged: JudgedPools, from: PlannedFleet): PlannedFleet[] {
  const plans: PlannedFleet[] = [];
  let last = latestOf(from);
  for (let step = 0; step < STEPS && last !== null; step += 1) {
    const plan = withGoal(question, judged, { mostFirstTokenMs: last * SOONER });
    if (plan === null) break;
    plans.push(plan);
    last = latestOf(plan);
  }
  return plans;
}

function latestOf({ roles }: PlannedFleet): number | null {
  const known = roles.flatMap(({ firstTokenMs }) => (firstTokenMs === null ? [] : [firstTokenMs]));
  return known.length === 0 ? null : Math.max(...known);
}

type Measured = Omit<RecommendedFleet, 'givesUp'>;

function measured(plan: PlannedFleet, cheapest: PlannedFleet): Measured {
  return {
    plan,
    headroom: plan.pools.length === 0 ? null : Math.min(...plan.pools.map(({ headroom }) => headroom)),
    firstTokenMs: latestOf(plan),
    survivesReplicaLoss: plan.pools.every((pool) => pool.survivesReplicaLoss),
    moreUsdPerHour: Math.round((plan.usdPerHour - cheapest.usdPerHour) * 100) / 100,
  };
}

/** Higher is better in each. */
const merits = ({ plan, headroom, firstTokenMs, survivesReplicaLoss }: Measured): readonly number[] => [
  -plan.usdPerHour,
  headroom ?? 1,
  -(firstTokenMs ?? 0),
  Number(survivesReplicaLoss),
];

const isNoBetter = (a: Measured, b: Measured) => merits(a).every((merit, index) => merit <= (merits(b)[index] ?? 0));

/** Of fleets that are equal in all respects the first. */
function undominated(answers: readonly Measured[]): Measured[] {
  return answers
    .filter((one, index) => !answers.some((other, at) => at !== index && isNoBetter(one, other) && (!isNoBetter(other, one) || at < index)))
    .sort((a, b) => a.plan.usdPerHour - b.plan.usdPerHour);
}

const RESPECTS = ['price', 'headroom', 'first token', 'a lost replica'] as const;

/** Respects in which another fleet of the list is better. */
const givesUp = (one: Measured, all: readonly Measured[]): string[] =>
  RESPECTS.filter((_, index) => all.some((other) => (merits(other)[index] ?? 0) > (merits(one)[index] ?? 0)));
