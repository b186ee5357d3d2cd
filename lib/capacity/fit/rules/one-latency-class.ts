/** AF-LAT-005: in one queue the role that waits least is served no sooner than the others. */
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
  fix: 'Give the most urgent role a pool of its own, or set priorities in the queue.',
  severity: OPERATIONAL,
  check({ pool, roles }) {
    const classes = PATIENCE.filter((latency) => roles.some((role) => role.latency === latency));
    const [strictest] = classes;
    if (strictest === undefined) return 'not-applicable';
    if (classes.length < 2) return 'compliant';
    const groups = classes.map((latency) => `${latency}: ${rolesOf(roles, latency)}`).join('; ');
    return [
      {
        prop: 'roles',
        value: classes,
        allowed: 'one latency class for each pool',
        message: `pool '${pool}' serves roles of different latency classes in one queue (${groups})`,
        repairs: [`a pool of its own for ${rolesOf(roles, strictest)}`, 'priorities in the shared queue'],
      },
    ];
  },
};

const rolesOf = (roles: readonly ClassifiedRole[], latency: LatencyTarget) =>
  [...new Set(roles.filter((role) => role.latency === latency).map(({ role }) => role))].join(', ');
