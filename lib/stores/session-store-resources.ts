/** The Kubernetes objects of a session store: configuration, claim, StatefulSet, two Services. */

import type { Construct } from 'constructs';
import { shortHash } from '../core/names';
import { objectLabels } from '../security/labels';
import { CustomObjects } from '../terraform/custom-objects';
import type { TerraformStack } from '../terraform/engine';
import { ConfigMapV1, ServiceAccountV1, type StatefulSetV1Spec, statefulSet } from '../terraform/kubernetes';
import { setByUs } from '../terraform/made-objects';
import type { Startable } from '../terraform/startable';
import { certificateOf } from './store-certificate';
import { claimName, dataClaim, storeServices } from './store-objects';
import { CONFIG_FILE, type RenderedStorePod, VALKEY_PORT, valkeyConfig, valkeyPod } from './valkey-pod';

export { VALKEY_PORT } from './valkey-pod';

/** What the objects of a session store are made of. */
export interface RenderedSessionStore extends RenderedStorePod {
  /** Construct that the objects become children of. */
  readonly scope: Construct;
  readonly stack: TerraformStack;
  /** At which clients find it. */
  readonly host: string;
}

/** The objects that clients wait for, and what writes the pod anew for a client that came later. */
export interface SessionStoreObjects {
  readonly resources: readonly Startable[];
  renderPod(): void;
}

export function renderSessionStore(store: RenderedSessionStore): SessionStoreObjects {
  const meta = metadata(store);
  const dependsOn = [store.workload.namespace.resource];
  const config = valkeyConfig(store.spec);
  renderCertificate(store);
  const configMap = new ConfigMapV1(store.scope, 'config', { metadata: meta, data: { [CONFIG_FILE]: config }, dependsOn });
  const account = new ServiceAccountV1(store.scope, 'service-account', { metadata: meta, automountServiceAccountToken: false, dependsOn });
  const objects = { scope: store.scope, stack: store.stack, workload: store.workload, metadata: meta };
  const { memoryGiB, storageGiB = Math.ceil(3 * memoryGiB), storageClass, deletionProtection } = store.spec;
  const claim = dataClaim(objects, { storageGiB, storageClass, deletionProtection });
  const { headless, called } = storeServices(objects, { name: 'redis', port: VALKEY_PORT });
  const spec = (): StatefulSetV1Spec => ({
    replicas: '1',
    // The provider writes 0 where it is left out.
    revisionHistoryLimit: 10,
    serviceName: headless.metadata.name,
    selector: { matchLabels: { ...store.workload.selector } },
    template: {
      // A changed configuration is read at a start only.
      metadata: { labels: meta.labels, annotations: { 'agent-fleet/config-hash': shortHash(config) } },
      spec: valkeyPod(store, claimName(store)),
    },
  });
  const set = statefulSet(store.scope, 'stateful-set', {
    metadata: meta,
    spec: spec(),
    waitForRollout: false,
    dependsOn: [configMap, account, claim.resource, headless],
  });
  return { resources: [set, called], renderPod: () => setByUs(set, () => set.putSpec(spec())) };
}

function metadata(store: RenderedSessionStore) {
  return {
    name: store.name,
    namespace: store.workload.namespace.name,
    labels: objectLabels(store.name, 'session-store', store.stack.node.id, store.workload),
  };
}

function renderCertificate({ spec, stack, workload, host }: RenderedSessionStore): void {
  const certificate = spec.tls === undefined ? undefined : certificateOf(spec.tls, workload, host);
  if (certificate !== undefined) CustomObjects.of(stack, workload.namespace).add(`certificate-${workload.name}`, () => certificate);
}
