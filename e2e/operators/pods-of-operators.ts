/** Pods that operators make, and whom a Service leads to. */
import type { KubeClient } from '../cluster/kube-client';
import { at, type KubeObject, listAt } from '../cluster/kube-object';
import { hasCondition } from '../control-plane/crds';
import { GPU_LABEL } from '../fleets/fake-nodes';

export interface MadePod {
  readonly name: string;
  readonly uid: string;
  readonly ip: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly node: string | undefined;
  readonly onGpu: boolean;
  readonly ready: boolean;
  readonly object: KubeObject;
}

/** Pods with these labels that do not end. */
export async function podsWith(client: KubeClient, namespace: string, labels: Readonly<Record<string, string>>): Promise<MadePod[]> {
  const nodes = new Map((await client.list('v1', 'Node')).map((node) => [node.metadata.name, node]));
  const pods = await client.list('v1', 'Pod', namespace);
  return pods
    .filter((pod) => Object.entries(labels).every(([key, value]) => pod.metadata.labels?.[key] === value))
    .filter((pod) => at(pod, 'metadata', 'deletionTimestamp') === undefined)
    .map((pod) => {
      const node = at(pod.spec, 'nodeName');
      return {
        name: pod.metadata.name,
        uid: String(at(pod, 'metadata', 'uid')),
        ip: String(at(pod.status, 'podIP') ?? ''),
        labels: pod.metadata.labels ?? {},
        node: typeof node === 'string' ? node : undefined,
        onGpu: typeof node === 'string' && nodes.get(node)?.metadata.labels?.[GPU_LABEL] !== undefined,
        ready: hasCondition(pod, 'Ready'),
        object: pod,
      };
    });
}

/** Addresses that are ready behind a Service. */
export async function addressesOf(client: KubeClient, namespace: string, service: string): Promise<readonly string[]> {
  const slices = await client.list('discovery.k8s.io/v1', 'EndpointSlice', namespace);
  return slices
    .filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === service)
    .flatMap((slice) => listAt(slice, 'endpoints'))
    .filter((endpoint) => at(endpoint, 'conditions', 'ready') !== false)
    .flatMap((endpoint) => listAt(endpoint, 'addresses').map(String))
    .sort();
}

export const sameSet = (one: readonly string[], other: readonly string[]): boolean =>
  JSON.stringify([...one].sort()) === JSON.stringify([...other].sort());
