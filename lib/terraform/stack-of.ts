/** The stack above a construct, with mistakes turned into sentences: no stack at all, a stack of another copy of cdktf, an app that writes HCL. */
import type { Construct } from 'constructs';
import type { SpecCode } from '../core/codes';
import { FleetSpecError } from '../core/fleet-error';
import { TerraformStack } from './engine';

/**
 * @throws FleetSpecError AF-SPEC-008 when the scope has no stack above it, or when the stack comes from another copy of cdktf:
 * aspects and lazies of two copies do not see each other, so the fleet would lose its checks silently. AF-SPEC-011 when the app writes HCL.
 */
export function stackOf(scope: Construct, id: string, className: string): TerraformStack {
  const stack = [...scope.node.scopes].reverse().find((ancestor): ancestor is TerraformStack => TerraformStack.isStack(ancestor));
  const path = [scope.node.path, id].filter((part) => part !== '').join('/');
  if (stack === undefined) {
    throw outOfPlace(path, `${className} has no TerraformStack above it; cdktf would leave it out without an error`, [
      id === ''
        ? `${className}(stack, …) instead of ${className}(app, …)`
        : `new ${className}(stack, '${id}', …) instead of new ${className}(app, …)`,
    ]);
  }
  if (!(stack instanceof TerraformStack)) {
    throw outOfPlace(path, `the stack above ${className} was made by another copy of cdktf`, [
      'keep one copy: `npm ls cdktf`, then `npm dedupe`, or an "overrides" entry in package.json',
    ]);
  }
  if ((stack.node.root as { hclOutput?: boolean }).hclOutput === true) throw hclOutput(path);
  return stack;
}

/** cdktf writes texts into HCL without any escape, so a quote in one would become configuration. */
function hclOutput(path: string): FleetSpecError {
  return new FleetSpecError([
    {
      code: 'AF-SPEC-011' satisfies SpecCode,
      severity: 'error',
      path,
      prop: 'hclOutput',
      value: true,
      allowed: 'JSON, the default of cdktf',
      message: 'the app writes HCL, and cdktf does not escape texts there: a quote or a newline in one would become configuration',
      repairs: ['new App() without hclOutput, and without the variable SYNTH_HCL_OUTPUT'],
    },
  ]);
}

function outOfPlace(path: string, message: string, repairs: string[]): FleetSpecError {
  return new FleetSpecError([
    {
      code: 'AF-SPEC-008' satisfies SpecCode,
      severity: 'error',
      path,
      prop: 'scope',
      value: path,
      allowed: 'a TerraformStack or a construct inside one',
      message,
      repairs,
    },
  ]);
}
