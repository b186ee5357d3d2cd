/** AF-CLU-033: a role with a latency class on a pool that somebody else runs. */
import { VOICE_ANSWER_MS } from '../../capacity/latency/classes';
import { LATENCY_TARGETS } from '../../catalog/latency-class';
import { formatInteger } from '../../core/format';
import type { Rule } from '../../core/rule';
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
    const { existing, name: pool } = role.pool;
    const { latency = 'background' } = role.props;
    const seconds = LATENCY_TARGETS[latency].ttftSeconds;
    if (existing === undefined || seconds === null) return 'not-applicable';
    const limit = latency === 'voice' ? VOICE_ANSWER_MS : seconds * 1_000;
    const answer = answerMs(role);
    const prop = `roles.${role.name}.latency`;
    const allowed = `≤ ${formatInteger(limit)} ms`;
    if (answer === null) {
      const message = `users wait for ${role.name}, and nobody says how soon ${pool} answers`;
      const repairs = [`measured: { ttftMs: 180, tpotMs: 12 } of ${pool}, as whoever runs it measured`];
      return [{ severity: 'warning', uncertain: true, prop, value: latency, allowed, message, repairs }];
    }
    if (answer <= limit) return 'compliant';
    const message = `users wait for ${role.name}, and ${pool} answers after ${formatInteger(Math.ceil(answer))} ms`;
    return [
      { prop, value: Math.ceil(answer), allowed, message, repairs: [`${prop}: 'background'`, `roles.${role.name}.pool: another pool`] },
    ];
  },
};

/** To the first token, of a voice to the last one; null where a part of it is not known. */
function answerMs({ pool, props, request }: Pick<RoleView, 'pool' | 'props' | 'request'>): number | null {
  const { measured } = pool.existing ?? {};
  if (measured === undefined) return null;
  if (props.latency !== 'voice') return measured.ttftMs;
  if (measured.tpotMs === undefined || request === undefined) return null;
  return measured.ttftMs + (request.outputTokens - 1) * measured.tpotMs;
}
