/**
 * What a pod counts for in a quota, as Kubernetes counts it (k8s.io/component-helpers, resource.PodRequests, v1.34): containers and sidecars together, or
 * the largest container of the start with the sidecars before it, whichever is more.
 */
import { amountOf, writtenAmount } from '../../core/kubernetes/quantity-amount';
import type { WrittenContainer, WrittenPod } from '../namespace-pods/written-workload';
import type { QuotaTerms } from './namespace-quota-props';

/** Thousandths by resource. */
export type Amounts = ReadonlyMap<string, bigint>;

export interface PodUsage {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

export function podUsage(pod: WrittenPod, { strays }: Pick<QuotaTerms, 'strays'>): PodUsage {
  const memoryLimit = twice(strays.memory);
  const requests = (container: WrittenContainer) => amounts({ ...strays, ...container.limits, ...container.requests });
  const limits = (container: WrittenContainer) => amounts({ memory: memoryLimit, ...container.limits });
  return { requests: together(pod, requests), limits: together(pod, limits) };
}

function together({ containers, initContainers }: WrittenPod, of: (container: WrittenContainer) => Amounts): Amounts {
  let sidecars: Amounts = new Map();
  let start: Amounts = new Map();
  for (const container of initContainers) {
    if (container.isSidecar === true) sidecars = added(sidecars, of(container));
    start = largest(start, container.isSidecar === true ? sidecars : added(sidecars, of(container)));
  }
  return largest(containers.map(of).reduce(added, sidecars), start);
}

const amounts = (quantities: Readonly<Record<string, string>>): Amounts =>
  new Map(Object.entries(quantities).map(([resource, quantity]) => [resource, amountOf(quantity) ?? 0n]));

export const added = (one: Amounts, other: Amounts): Amounts => merged(one, other, (a, b) => a + b);
const largest = (one: Amounts, other: Amounts): Amounts => merged(one, other, (a, b) => (a > b ? a : b));
export const times = (one: Amounts, count: number): Amounts =>
  new Map([...one].map(([resource, amount]) => [resource, amount * BigInt(count)]));

function merged(one: Amounts, other: Amounts, join: (a: bigint, b: bigint) => bigint): Amounts {
  const resources = new Set([...one.keys(), ...other.keys()]);
  return new Map([...resources].map((resource) => [resource, join(one.get(resource) ?? 0n, other.get(resource) ?? 0n)]));
}

/** Limit of a container that names no memory. */
export const twice = (memory: string): string => writtenAmount('memory', 2n * (amountOf(memory) ?? 0n));
