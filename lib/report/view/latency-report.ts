/** How soon roles are answered, beside what they, or their latency classes, ask. */
import type { HeldTargets } from '../../catalog/latency-targets';
import { roleTargets } from '../../plan/role-targets';
import type { RolePlan } from '../../plan/sections/role';
import type { FleetReport } from './reported';

export interface Milliseconds {
  readonly likely: number;
  readonly low: number;
  readonly high: number;
}

/** A time of a request that is drawn: the first token, or the whole answer. */
export interface DrawnTime {
  readonly measured: 'first token' | 'whole answer';
  readonly asked: Milliseconds;
  /** Longest that it may be, milliseconds; null where nothing is asked. */
  readonly limitMs: number | null;
}

export interface LatencyReport extends DrawnTime {
  /** JSON pointer of the estimate, from the list of plans on. */
  readonly at: string;
  readonly fleet: string;
  readonly role: string;
  /** Null where none was asked. */
  readonly latencyClass: string | null;
  readonly firstToken: Milliseconds;
  readonly perToken: Milliseconds;
  readonly concurrency: number;
  /** Every limit of the first token and of the whole answer. */
  readonly limits: readonly DrawnTime[];
  /** Longest that a token after the first may take, milliseconds; null where nothing is asked. */
  readonly perTokenLimitMs: number | null;
}

export const latencyReports = (fleets: readonly FleetReport[]): LatencyReport[] =>
  fleets.flatMap(({ plan, at }) =>
    plan.roles.flatMap((role, index) => {
      const { estimate, latency, name } = role;
      if (estimate === null) return [];
      const targets = roleTargets(role);
      const limits = limitsOf(role, estimate, targets);
      const drawn = nearest(limits) ?? { measured: 'first token', asked: estimate.firstToken, limitMs: null };
      return [
        {
          ...{ at: `${at}/roles/${index}/estimate`, fleet: plan.name, role: name, latencyClass: latency, ...estimate },
          ...drawn,
          limits,
          perTokenLimitMs: targets.tpotMs,
        } satisfies LatencyReport,
      ];
    }),
  );

/** A first token that may come as late as the whole answer has no limit of its own. */
function limitsOf({ request }: RolePlan, { firstToken, perToken }: NonNullable<RolePlan['estimate']>, targets: HeldTargets): DrawnTime[] {
  const { ttftMs, e2eMs } = targets;
  const tokens = (request?.outputTokens ?? 1) - 1;
  const whole = (end: keyof Milliseconds) => firstToken[end] + tokens * perToken[end];
  const answer = { likely: whole('likely'), low: whole('low'), high: whole('high') };
  return [
    ...(ttftMs === null || (e2eMs !== null && ttftMs >= e2eMs)
      ? []
      : [{ measured: 'first token', asked: firstToken, limitMs: ttftMs } as const]),
    ...(e2eMs === null ? [] : [{ measured: 'whole answer', asked: answer, limitMs: e2eMs } as const]),
  ];
}

/** The one that is nearest to its limit, or the furthest beyond it. */
const nearest = (limits: readonly DrawnTime[]): DrawnTime | undefined =>
  [...limits].sort((a, b) => b.asked.high / (b.limitMs ?? 1) - a.asked.high / (a.limitMs ?? 1))[0];
