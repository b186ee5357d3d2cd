/** AF-LAT-005: in one queue the role that waits least is served no sooner than the others, unless the queue has priorities. */
import { set } from '../../../core/change';
import { repair } from '../../../core/finding';
import { OPERATIONAL, type Rule } from '../../../core/rule';
import type { LatencyTarget } from '../../latency/classes';
import type { ClassifiedPool, ClassifiedRole } from '../classified-pool';

/** From the class that waits least to the one that waits longest. */
const PATIENCE: readonly LatencyTarget[] = ['voice', 'chat', 'background'];

export const oneLatencyClass: Rule<ClassifiedPool> = {
  id: 'one-latency-class',
  code: 'AF-LAT-005',
  title: 'Roles of different latency classes share one pool and its queue.',
  why: 'The engine serves the most urgent role no sooner than the others.',
  fix: "Give the most urgent role a pool of its own, or the pool priorities: tuning: { scheduling: 'priority' }.",
  severity: OPERATIONAL,
  check({ pool, roles, priorities }) {
    const classes = PATIENCE.filter((latency) => roles.some((role) => role.latency === latency));
    const [strictest] = classes;
    if (strictest === undefined) return 'not-applicable';
    if (classes.length < 2 || priorities === 'used') return 'compliant';
    const groups = classes.map((latency) => `${latency}: ${rolesOf(roles, latency)}`).join('; ');
    return [
      {
        prop: 'roles',
        value: classes,
        allowed: 'one latency class for each pool',
        message: `pool '${pool}' serves roles of different latency classes in one queue (${groups})`,
        repairs: [
          ...(priorities === 'available' ? [repair(set('tuning.scheduling', 'priority'))] : []),
          `a pool of its own for ${rolesOf(roles, strictest)}`,
        ],
      },
    ];
  },
};

const rolesOf = (roles: readonly ClassifiedRole[], latency: LatencyTarget) =>
  [...new Set(roles.filter((role) => role.latency === latency).map(({ role }) => role))].join(', ');
