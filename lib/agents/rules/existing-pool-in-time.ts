/** AF-CLU-033: a role on which users wait, on a pool that somebody else runs. */
import { inMilliseconds, type JudgedTime, judgedTimes } from '../../capacity/latency/judged-time';
import type { LatencyMetric } from '../../catalog/latency-targets';
import { type Rule, type Violation, violations } from '../../core/rule';
import type { FleetRole } from '../fleet-view';
import type { RoleView } from '../role-view';

export const existingPoolInTime: Rule<FleetRole> = {
  id: 'existing-pool-in-time',
  code: 'AF-CLU-033',
  title: 'An existing pool answers later than users of a role wait (error), or nobody says how soon it answers (warning).',
  why: 'Its cards and its load are known to whoever runs it alone, so nothing is estimated.',
  fix: 'Ask whoever runs the pool for its latency at the usual load, and write it into measured.',
  severity: ['error', 'warning'],
  check({ role }) {
    const { latency = 'background', latencyTargets } = role.props;
    const times = judgedTimes(latency, latencyTargets);
    if (role.pool.existing === undefined || times.length === 0) return 'not-applicable';
    return violations(times.flatMap((judged) => found(role, judged)));
  },
};

const EVENT: Readonly<Record<LatencyMetric, (pool: string, ms: string) => string>> = {
  ttftMs: (pool, ms) => `${pool} answers after ${ms}`,
  tpotMs: (pool, ms) => `${pool} takes ${ms} for a token after the first`,
  e2eMs: (pool, ms) => `${pool} takes ${ms} for the whole answer`,
};

function found(role: RoleView, { metric, limit, prop: target }: JudgedTime): Violation[] {
  const { name: pool } = role.pool;
  const prop = `roles.${role.name}.${target}`;
  const allowed = `≤ ${inMilliseconds(limit.ms)}`;
  const measured = measuredMs(role, metric);
  if (measured === null) {
    const message = `users wait for ${role.name}, and nobody says how soon ${pool} answers`;
    const repairs = [`measured: { ttftMs: 180, tpotMs: 12 } of ${pool}, as whoever runs it measured`];
    return [
      {
        severity: 'warning',
        uncertain: true,
        prop,
        value: target === 'latency' ? role.props.latency : limit.ms,
        allowed,
        message,
        repairs,
      },
    ];
  }
  if (measured <= limit.ms) return [];
  const value = metric === 'tpotMs' ? measured : Math.ceil(measured);
  const looser = target === 'latency' ? `${prop}: 'background'` : `${prop}: ${value}`;
  const message = `users wait for ${role.name}, and ${EVENT[metric](pool, inMilliseconds(value))}`;
  return [{ prop, value, allowed, message, repairs: [looser, `roles.${role.name}.pool: another pool`] }];
}

/** As whoever runs the pool measured; null where a part of it is not known. */
function measuredMs({ pool, request }: Pick<RoleView, 'pool' | 'request'>, metric: LatencyMetric): number | null {
  const { measured } = pool.existing ?? {};
  if (measured === undefined) return null;
  if (metric === 'ttftMs') return measured.ttftMs;
  if (metric === 'tpotMs') return measured.tpotMs ?? null;
  if (measured.tpotMs === undefined || request === undefined) return null;
  return measured.ttftMs + (request.outputTokens - 1) * measured.tpotMs;
}
