/** AF-ELA-010: a reservation is paid for at all hours, so it is worth what runs at all hours. */
import type { Rule } from '../../core/rule';
import type { PoolView } from '../pool-view';

/** Days of traffic after which a base load counts as known (published advice). */
const ENOUGH_DAYS = 30;

export const reservationMeasured: Rule<PoolView> = {
  id: 'reservation-measured',
  code: 'AF-ELA-010',
  title: 'GPUs are reserved before the base load of a pool was measured for 30 days.',
  why: 'A reservation binds for a year or more, and a fleet that turns out smaller pays for GPUs that idle.',
  fix: 'Run on demand first; `agent-fleet measure` prints what to paste into measured, with its days.',
  severity: 'warning',
  check({ name, spec, nodes }) {
    const reserved = nodes.nodePools.filter(({ purchase }) => purchase === 'reserved');
    if (reserved.length === 0) return 'not-applicable';
    const days = spec.measured?.days ?? 0;
    if (days >= ENOUGH_DAYS) return 'compliant';
    const names = reserved.map((pool) => pool.name).join(', ');
    return [
      {
        prop: 'measured.days',
        value: days === 0 ? 'none' : days,
        allowed: `at least ${ENOUGH_DAYS} days of measured load`,
        message: `${name} runs on reserved nodes (${names}), and its load was measured for ${days === 0 ? 'no day' : days === 1 ? 'one day' : `${days} days`}`,
        repairs: ["purchase: 'on-demand' of the node pool, until the load is known", 'measured.days: as agent-fleet measure prints it'],
      },
    ];
  },
};
