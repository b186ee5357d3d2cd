/** Import blocks for resources of a stack. The ids are those of the Kubernetes and Helm providers: `namespace/name`, or the name alone. */

import type { SpecCode } from '../../core/codes';
import { FleetSpecError } from '../../core/fleet-error';
import { own } from '../../core/own';
import type { StackJson } from '../../plan/synthesized-app';

export interface ImportBlock {
  readonly to: string;
  readonly id: string;
}

/** @throws FleetSpecError when the stack has no such resource, or when its name is known only at apply. */
export function importBlock(stack: StackJson, address: string): ImportBlock {
  const [type = '', id = ''] = address.split('.');
  const resource = asBlock(own(own(stack.resource, type), id));
  if (resource === undefined) throw unknown(address, `the stack has no resource ${address}`);
  const named = type === 'helm_release' ? resource : asBlock(resource['metadata']);
  const { name, namespace } = named ?? {};
  if (typeof name !== 'string' || /[$%]\{/.test(name)) throw unknown(address, `the name of ${address} is known only at apply`);
  return { to: address, id: typeof namespace === 'string' ? `${namespace}/${name}` : name };
}

function asBlock(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const block: unknown = Array.isArray(value) ? value[0] : value;
  return typeof block === 'object' && block !== null ? (block as Readonly<Record<string, unknown>>) : undefined;
}

function unknown(address: string, message: string): FleetSpecError {
  return new FleetSpecError([
    {
      code: 'AF-SPEC-001' satisfies SpecCode,
      severity: 'error',
      path: address,
      value: address,
      message,
      repairs: ['check that the output comes from this stack, and synthesize it as it was'],
    },
  ]);
}
