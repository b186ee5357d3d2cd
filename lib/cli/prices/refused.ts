import { FleetSpecError } from '../../core/fleet-error';
import { shownValue } from '../../core/shown-value';

export const COMMAND = 'agent-fleet prices';

/** One problem of a command line of `prices`. */
export function refused(prop: string, value: unknown, allowed: string, message: string, repairs: readonly string[]): FleetSpecError {
  return new FleetSpecError([
    { code: 'AF-SPEC-001', severity: 'error', path: COMMAND, prop, value: shownValue(value), allowed, message, repairs },
  ]);
}
