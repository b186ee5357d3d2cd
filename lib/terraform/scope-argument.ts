import { Construct, type IConstruct } from 'constructs';
import type { SpecCode } from '../core/codes';
import { FleetSpecError } from '../core/fleet-error';
import { describeValue, shownValue } from '../core/shown-value';

/** @throws FleetSpecError AF-SPEC-008 when that, to which a function is applied, is no construct. */
export function checkScope(scope: unknown, call: string, example: string): asserts scope is IConstruct {
  if (isConstruct(scope)) return;
  throw new FleetSpecError([
    {
      code: 'AF-SPEC-008' satisfies SpecCode,
      severity: 'error',
      path: call,
      prop: 'scope',
      value: shownValue(scope),
      allowed: 'a TerraformStack or a construct inside one',
      message: `the scope of ${call} is ${describeValue(scope)}`,
      repairs: [example],
    },
  ]);
}

/** An object that cannot be read is none. */
function isConstruct(scope: unknown): boolean {
  try {
    return Construct.isConstruct(scope);
  } catch {
    return false;
  }
}
