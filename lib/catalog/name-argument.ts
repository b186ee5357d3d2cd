import { FleetSpecError } from '../core/fleet-error';
import { describeValue, shownValue } from '../core/shown-value';

/**
 * The text that something is looked up by.
 *
 * @param where function that looks it up, e.g. `Model.byId`
 * @throws FleetSpecError AF-SPEC-001 when it is not a text: a variable that is not set would otherwise find nothing without an error.
 */
export function nameArgument(where: string, prop: string, value: string, example: string): string {
  if (typeof value === 'string') return value;
  throw new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: where,
      prop,
      value: shownValue(value),
      allowed: `a text, e.g. '${example}'`,
      message: value === undefined ? `${prop} is missing` : `${prop} is ${describeValue(value)}`,
      repairs: [`${where}('${example}')`],
    },
  ]);
}
