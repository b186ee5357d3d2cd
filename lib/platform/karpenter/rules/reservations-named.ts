/** AF-CLU-019: reserved capacity is found by the tags of its reservations alone. */
import type { Rule } from '../../../core/rule';
import type { StartedPool } from '../started-pool';

export const reservationsNamed: Rule<StartedPool> = {
  id: 'reservations-named',
  code: 'AF-CLU-019',
  title: 'A node pool is bought by reservation, and the node class names none.',
  why: 'Karpenter starts reserved instances only in reservations that its EC2NodeClass selects, so it would start none.',
  fix: 'Name the tags of the reservations: nodeClass.capacityReservations.',
  severity: 'error',
  check({ name, purchase, hasReservations }) {
    if (purchase !== 'reserved' || hasReservations === null) return 'not-applicable';
    if (hasReservations) return 'compliant';
    return [
      {
        prop: 'nodeClass.capacityReservations',
        value: undefined,
        allowed: 'the tags of the capacity reservations',
        message: `node pool ${name} is bought by reservation, but nodeClass names none, so Karpenter would start no node`,
        repairs: ["capacityReservations: { team: 'research' }", "purchase: 'on-demand' of the node pool"],
      },
    ];
  },
};
