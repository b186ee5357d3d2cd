import type { UnplacedFinding } from '../../core/finding';
import { type Environment, OPERATIONAL, severityIn } from '../../core/rule';
import type { LatencyTarget } from '../latency/classes';

/** A role and the latency class that it declares. */
export interface ClassifiedRole {
  readonly role: string;
  readonly latency: LatencyTarget;
}

/** From the class that waits least to the one that waits longest. */
const PATIENCE: readonly LatencyTarget[] = ['voice', 'chat', 'background'];

/** AF-LAT-005: roles of unequal patience in one queue: the one that waits least is served no sooner than the others. */
export function checkClasses(pool: string, roles: readonly ClassifiedRole[], environment?: Environment): UnplacedFinding[] {
  const classes = PATIENCE.filter((latency) => roles.some((role) => role.latency === latency));
  if (classes.length < 2) return [];
  const groups = classes.map((latency) => `${latency}: ${rolesOf(roles, latency)}`).join('; ');
  const [strictest] = classes;
  return [
    {
      code: 'AF-LAT-005',
      severity: severityIn(OPERATIONAL, environment),
      prop: 'roles',
      value: classes,
      allowed: 'one latency class for each pool',
      message: `pool '${pool}' serves roles that wait unequally long in one queue (${groups})`,
      repairs: [`a pool of its own for ${strictest === undefined ? '' : rolesOf(roles, strictest)}`, 'priorities in the shared queue'],
    },
  ];
}

const rolesOf = (roles: readonly ClassifiedRole[], latency: LatencyTarget) =>
  [...new Set(roles.filter((role) => role.latency === latency).map(({ role }) => role))].join(', ');
