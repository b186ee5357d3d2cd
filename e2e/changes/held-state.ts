/** What holds state on the cluster, and whether a change left it where it was. */
import { runningProblems } from '../checks/pods';
import type { KubeClient } from '../cluster/kube-client';
import { describe, type KubeObject } from '../cluster/kube-object';
import { giveSecrets } from '../fleets/given-secrets';
import { settle } from '../machine/wait';
import type { Deployment } from '../transports/transport';
import type { World } from '../world';

/** Applies over what is there: the apply ends, pods come back, the next plan is empty, what holds state is the same object. */
export async function changeProblems({ client }: World, deployment: Deployment): Promise<string[]> {
  const { stack } = deployment;
  const held = await heldState(client, stack.namespaces);
  const { problems } = await deployment.apply();
  if (problems.length > 0) return [...problems];
  await giveSecrets(client, stack.manifests());
  const waiting = await settle(() => runningProblems(client, stack.namespaces), { seconds: 60 });
  const second = await deployment.secondPlan();
  return [...waiting, ...second.problems, ...(await lostState(client, stack.namespaces, held))];
}

/** Claims of stores, databases and generated passwords, by the id that Kubernetes gives each object. */
export async function heldState(client: KubeClient, namespaces: readonly string[]): Promise<Map<string, string>> {
  const kinds = [
    ['v1', 'PersistentVolumeClaim'],
    ['postgresql.cnpg.io/v1', 'Cluster'],
    ['external-secrets.io/v1', 'ExternalSecret'],
  ] as const;
  const found = new Map<string, string>();
  for (const [apiVersion, kind] of kinds) {
    for (const object of await client.list(apiVersion, kind)) {
      if (!isBroughtAgain(object) && namespaces.includes(object.metadata.namespace ?? ''))
        found.set(describe(object), object.metadata.uid ?? '');
    }
  }
  return found;
}

/** Weights are downloaded again, and values of a secret store read again; a password that was drawn is gone with its object. */
function isBroughtAgain({ metadata, kind, ...object }: KubeObject): boolean {
  const { refreshPolicy } = (object['spec'] ?? {}) as { readonly refreshPolicy?: unknown };
  return metadata.labels?.['app.kubernetes.io/component'] === 'inference' || (kind === 'ExternalSecret' && refreshPolicy !== 'CreatedOnce');
}

export async function lostState(
  client: KubeClient,
  namespaces: readonly string[],
  held: ReadonlyMap<string, string>,
  givenUp: readonly string[] = [],
): Promise<string[]> {
  const now = await heldState(client, namespaces);
  return [...held]
    .filter(([name, uid]) => now.get(name) !== uid && !givenUp.some((given) => name.endsWith(`/${given}`)))
    .map(([name]) => `${name} is another object now, or none`);
}
