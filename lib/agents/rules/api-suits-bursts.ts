/** AF-RTE-006: a role that is quiet most of the day and busy for moments pays for GPUs that wait. */
import { formatPercent } from '../../core/format';
import type { Rule } from '../../core/rule';
import type { FleetRole } from '../fleet-view';
import { isAlone, roleCrossover } from '../role-crossover';

/** Busiest moment over the mean of the day from which on a role counts as bursty. Assumed: the published day curves have 1.8 to 2.1 by the hour. */
const BURSTY = 3;
const SECONDS_PER_DAY = 86_400;

export const apiSuitsBursts: Rule<FleetRole> = {
  id: 'api-suits-bursts',
  code: 'AF-RTE-006',
  title: 'A bursty role with little traffic has GPUs of its own, which it uses less than an API would be worth.',
  why: 'The GPUs are sized for the burst and paid all day.',
  fix: 'Answer the role by an external model, or let it share a pool with roles that are busy at other times.',
  severity: 'info',
  check({ fleet, role }) {
    const { conversations } = role.props;
    const peak = role.day?.peak.rate?.requestsPerSecond;
    const found = roleCrossover({ fleet, role });
    const use = role.pool.money.use;
    if (conversations === undefined || peak === undefined || found === null || use === null || !isAlone({ fleet, role }))
      return 'not-applicable';
    const burst = peak / ((conversations.perDay * conversations.turns) / SECONDS_PER_DAY);
    const { breakEvenUse, api } = found;
    if (breakEvenUse === null || use >= breakEvenUse || burst < BURSTY) return 'compliant';
    return [
      {
        prop: `roles.${role.name}.pool`,
        value: Number(use.toFixed(3)),
        allowed: `a use of ≥ ${formatPercent(breakEvenUse)}, at which ${api} costs as much`,
        message: `${role.name} asks ${burst.toFixed(1)} times its mean at the peak and uses ${formatPercent(use)} of ${role.pool.name}; below ${formatPercent(breakEvenUse)} ${api} is cheaper`,
        repairs: [`an external model for ${role.name}, behind the same router`, 'a pool that other roles use too'],
      },
    ];
  },
};
