/** The same figures as the plan has them. */
import { strictestTargets } from '../catalog/latency-targets';
import { roleTargets } from '../plan/role-targets';
import type { FleetPlan } from '../plan/schema';
import type { PoolPlan } from '../plan/sections/pool';
import type { RolePlan } from '../plan/sections/role';

/** A pool, and the roles that it serves in all stacks. */
export interface PlannedPool {
  readonly stack: string;
  readonly pool: PoolPlan;
  readonly roles: readonly RolePlan[];
}

export function plannedPools(plans: readonly FleetPlan[]): PlannedPool[] {
  const roles = plans.flatMap(({ fleets }) => fleets.flatMap((fleet) => fleet.roles));
  return plans.flatMap(({ stack, pools }) =>
    pools.map((pool) => ({
      stack,
      pool,
      roles: roles.filter(
        ({ poolPath, furtherPools = [], longPool }) =>
          [poolPath, ...furtherPools.map((one) => one.poolPath)].includes(pool.path) || longPool === pool.name,
      ),
    })),
  );
}

export interface PlannedLoad {
  readonly promptTokens: number | null;
  readonly answerTokens: number | null;
  /** The longest context that a role plans. */
  readonly contextTokens: number | null;
  readonly hitRatio: number | null;
  readonly kvShare: number | null;
  /** Seconds to the first token that the strictest of its roles asks. */
  readonly firstTokenSeconds: number | null;
  /** Seconds for a token after the first, and for the whole answer, that the strictest of its roles asks. */
  readonly perTokenSeconds: number | null;
  readonly wholeAnswerSeconds: number | null;
  readonly tokensPerHour: number | null;
  readonly usdPerHour: number | null;
}

export function plannedLoad({ pool, roles }: PlannedPool): PlannedLoad {
  const { economics, demand, demandGiB, supplyGiB } = pool;
  const tokens = economics?.tokensPerHour ?? null;
  const day = economics?.usdPerDay ?? null;
  return {
    ...meanRequest(demand),
    contextTokens: demand.length === 0 ? null : Math.max(...demand.map(({ contextTokens }) => contextTokens)),
    hitRatio: tokens === null || tokens.input === 0 ? null : tokens.cachedInput / tokens.input,
    kvShare: supplyGiB > 0 && demand.length > 0 ? demandGiB / supplyGiB : null,
    ...targetSeconds(roles),
    tokensPerHour: tokens === null ? null : tokens.input + tokens.output,
    usdPerHour: day === null ? null : day / 24,
  };
}

/** Null where a role does not say what it sends. */
function meanRequest(demand: PoolPlan['demand']): Pick<PlannedLoad, 'promptTokens' | 'answerTokens'> {
  const rates = demand.flatMap(({ rate }) => (rate === undefined ? [] : [rate]));
  const requests = rates.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0);
  if (rates.length < demand.length || requests <= 0) return { promptTokens: null, answerTokens: null };
  const of = (tokens: (rate: (typeof rates)[number]) => number) =>
    rates.reduce((sum, rate) => sum + rate.requestsPerSecond * tokens(rate), 0) / requests;
  return { promptTokens: of(({ inputTokens }) => inputTokens), answerTokens: of(({ outputTokens }) => outputTokens) };
}

function targetSeconds(roles: readonly RolePlan[]): Pick<PlannedLoad, 'firstTokenSeconds' | 'perTokenSeconds' | 'wholeAnswerSeconds'> {
  const { ttftMs, tpotMs, e2eMs } = strictestTargets(roles.map(roleTargets));
  const seconds = (ms: number | null) => (ms === null ? null : ms / 1_000);
  return { firstTokenSeconds: seconds(ttftMs), perTokenSeconds: seconds(tpotMs), wholeAnswerSeconds: seconds(e2eMs) };
}
