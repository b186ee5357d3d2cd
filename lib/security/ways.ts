/** The network policies that open the ways of a client, on its own side and on that of what it calls. */
import type { IConstruct } from 'constructs';
import type { Startable } from '../terraform/startable';
import type { Workload } from './workload';

/** Policies by the owner and the name of the client. */
const WAYS = new WeakMap<IConstruct, Map<string, Set<Startable>>>();

export function recordWay({ owner, name }: Workload, ...policies: readonly Startable[]): void {
  const ofOwner = WAYS.get(owner) ?? new Map<string, Set<Startable>>();
  WAYS.set(owner, ofOwner);
  ofOwner.set(name, new Set([...(ofOwner.get(name) ?? []), ...policies]));
}

/** Without them its pods cannot reach what they are wired to: they are there before the pods, and go after them. */
export const waysOf = ({ owner, name }: Workload): readonly Startable[] => [...(WAYS.get(owner)?.get(name) ?? [])];
