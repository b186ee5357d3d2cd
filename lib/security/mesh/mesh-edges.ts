/** The edges of a network as a mesh is told them, beside the network policies of each. */
import type { Construct } from 'constructs';
import { CustomObjects } from '../../terraform/custom-objects';
import { TerraformStack } from '../../terraform/engine';
import type { Component } from '../labels';
import type { Workload } from '../workload';
import { TUNNEL_PORT } from './ambient';
import { type AdmittedCaller, authorizationPolicy, peerAuthentication } from './mesh-objects';

/** Kernels of sandboxes have a network of their own, in which a ztunnel takes over no connection. */
const APART: Component = 'tool-sandbox';

/** Callers by the construct and the name of what they call. */
const CALLERS = new WeakMap<Construct, Map<string, AdmittedCaller[]>>();

export const isMeshed = ({ namespace, selector }: Workload): boolean =>
  namespace.mesh !== undefined && selector['app.kubernetes.io/component'] !== APART;

/** Ports by which pods of ours call each other. */
export const portsBetween = (from: Workload, to: Workload, ports: readonly number[]): readonly number[] =>
  isMeshed(from) && isMeshed(to) ? [TUNNEL_PORT] : ports;

/** Admits pods of ours. */
export function admitWorkload(to: Workload, from: Workload, ports: readonly number[]): void {
  const account = `${from.namespace.name}/${from.serviceAccount ?? from.name}`;
  admit(to, { by: isMeshed(from) ? { serviceAccount: account } : 'plain text', ports });
}

/** Admits pods of a namespace of others, which are in the mesh or not. */
export function admitNamespace(to: Workload, namespace: string, port: number): void {
  admit(to, { by: { namespace }, ports: [port] });
  if (to.namespace.mesh?.others.has(namespace) === false) admit(to, { by: 'plain text', ports: [port] });
}

/** Admits who is in no mesh; network policies bound their addresses. */
export function admitAddresses(to: Workload, port: number): void {
  admit(to, { by: 'plain text', ports: [port] });
}

function admit(to: Workload, caller: AdmittedCaller): void {
  if (!isMeshed(to)) return;
  const callers = callersOf(to);
  if (!callers.some((known) => JSON.stringify(known) === JSON.stringify(caller))) callers.push(caller);
}

/** The two objects of a workload are written with all callers that it has by then. */
function callersOf({ owner, name, namespace, selector }: Workload): AdmittedCaller[] {
  const ofOwner = CALLERS.get(owner) ?? new Map<string, AdmittedCaller[]>();
  CALLERS.set(owner, ofOwner);
  const known = ofOwner.get(name);
  if (known !== undefined) return known;
  const callers: AdmittedCaller[] = [];
  ofOwner.set(name, callers);
  const called = { name, namespace: namespace.name, selector };
  const objects = CustomObjects.of(TerraformStack.of(owner), namespace);
  objects.add(`mesh-authorization-${name}`, () => authorizationPolicy(called, callers));
  objects.add(`mesh-authentication-${name}`, () => peerAuthentication(called, callers));
  return callers;
}
