/** Everything that exists in a cluster, by name: what is there after a destroy and was not before is left over. */
import type { KubeClient } from '../cluster/kube-client';
import { settle } from '../machine/wait';

/** Kept by controllers for themselves. */
const TRANSIENT = new Set(['Event', 'Lease', 'Node', 'PodMetrics', 'NodeMetrics', 'ComponentStatus', 'ExternalMetricValueList']);

export async function inventory(client: KubeClient): Promise<Set<string>> {
  const found = new Set<string>();
  for (const { apiVersion, kind } of await client.resources.all()) {
    if (TRANSIENT.has(kind)) continue;
    const objects = await client.list(apiVersion, kind).catch(() => []);
    for (const { metadata } of objects)
      found.add(`${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`);
  }
  return found;
}

export async function leftovers(client: KubeClient, before: ReadonlySet<string>, seconds = 30): Promise<readonly string[]> {
  const ask = async () => [...(await inventory(client))].filter((name) => !before.has(name)).map((name) => `${name} is left over`);
  return settle(ask, { seconds, everySeconds: 0.5 });
}
