/** The hard bounds of a namespace: what its workloads use at their ceilings while they are rolled out, and the room beside it. */
import { GPU_RESOURCES } from '../../catalog/gpu-resources';
import { amountOf, writtenAmount } from '../../core/kubernetes/quantity-amount';
import type { NamespacePods } from '../namespace-pods/namespace-pods';
import type { CountedWorkload } from '../namespace-pods/written-workload';
import type { NamespaceExtra, QuotaTerms } from './namespace-quota-props';
import { type Amounts, added, podUsage, times } from './pod-usage';

/** Bounded as requests; memory as a limit, too. A pod of ours names no limit of CPUs. */
const COUNTED = new Set(['cpu', 'memory']);

export function quotaAmounts({ workloads, openServices }: NamespacePods, terms: QuotaTerms): Readonly<Record<string, string>> {
  const used = workloads.map((workload) => usageOf(workload, terms)).reduce(added, extraUsage(terms.extra));
  const gpus = [...GPU_RESOURCES, ...terms.deviceResources].map((resource): [string, bigint] => [`requests.${resource}`, 0n]);
  const all = added(new Map([...gpus, ['requests.cpu', 0n], ['requests.memory', 0n], ['limits.memory', 0n], ['pods', 0n]]), used);
  return {
    ...Object.fromEntries([...all].sort(byName).map(([resource, amount]) => [resource, writtenAmount(resource, amount)])),
    'services.loadbalancers': String(openServices.LoadBalancer),
    // Kubernetes counts a load balancer among the node ports that it takes.
    'services.nodeports': String(openServices.NodePort + openServices.LoadBalancer),
  };
}

/** A workload at its ceiling, with what a roll-out starts before it stops something. */
export function usageOf({ pods, ceiling, surge }: CountedWorkload, terms: QuotaTerms): Amounts {
  const replicas = (ceiling ?? 0) + surge;
  return pods
    .map(({ pod, perReplica }) => {
      const { requests, limits } = podUsage(pod, terms);
      const named: [string, bigint][] = [
        ['pods', 1_000n],
        ['limits.memory', limits.get('memory') ?? 0n],
        ...[...requests]
          .filter(([resource]) => isCounted(resource))
          .map(([resource, amount]): [string, bigint] => [`requests.${resource}`, amount]),
      ];
      return times(new Map(named), replicas * perReplica);
    })
    .reduce(added, new Map());
}

/** CPU, memory, and what plugins of nodes offer: names of their own with a slash. */
const isCounted = (resource: string): boolean =>
  COUNTED.has(resource) || (resource.includes('/') && !resource.startsWith('kubernetes.io/'));

function extraUsage({ pods = 0, cpu = '0', memory = '0' }: NamespaceExtra): Amounts {
  const room = amountOf(memory) ?? 0n;
  return new Map([
    ['pods', BigInt(pods) * 1_000n],
    ['requests.cpu', amountOf(cpu) ?? 0n],
    ['requests.memory', room],
    ['limits.memory', room],
  ]);
}

const byName = ([a]: readonly [string, bigint], [b]: readonly [string, bigint]): number => (a < b ? -1 : 1);
