/**
 * Secrets that a fleet only names: those that people create, and those that the External Secrets operator generates. The harness
 * plays both after the apply, with values that are worth nothing.
 */
import { randomBytes } from 'node:crypto';
import { workloadsOf } from '../checks/workloads';
import type { KubeClient } from '../cluster/kube-client';
import { at, type KubeObject, listAt } from '../cluster/kube-object';

export async function giveSecrets(client: KubeClient, objects: readonly KubeObject[]): Promise<void> {
  for (const [id, keys] of namedSecrets(objects)) {
    const [namespace = '', name = ''] = id.split('/');
    const secret: KubeObject = { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace } };
    if ((await client.read(secret)) !== undefined) continue;
    const stringData = Object.fromEntries([...keys].map((key) => [key, randomBytes(18).toString('base64url')]));
    await client.apply({ ...secret, type: 'Opaque', stringData });
  }
}

/** Keys by `namespace/name`. */
function namedSecrets(objects: readonly KubeObject[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const add = (namespace: string, name: unknown, key: unknown) => {
    if (typeof name !== 'string') return;
    const keys = found.get(`${namespace}/${name}`) ?? new Set<string>();
    found.set(`${namespace}/${name}`, keys.add(typeof key === 'string' ? key : 'value'));
  };
  for (const { namespace, podSpec, containers } of workloadsOf(objects)) {
    for (const volume of listAt(podSpec, 'volumes'))
      add(namespace, at(volume, 'secret', 'secretName'), at(volume, 'secret', 'items', 0, 'key'));
    for (const variable of containers.flatMap(({ json }) => listAt(json, 'env'))) {
      add(namespace, at(variable, 'valueFrom', 'secretKeyRef', 'name'), at(variable, 'valueFrom', 'secretKeyRef', 'key'));
    }
  }
  return found;
}
