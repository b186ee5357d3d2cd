/** The Kubernetes objects of a vector store: claim, StatefulSet, two Services. */
import type { Construct } from 'constructs';
import { objectLabels } from '../security/labels';
import type { TerraformStack } from '../terraform/engine';
import { ServiceAccountV1, statefulSet } from '../terraform/kubernetes';
import type { Startable } from '../terraform/startable';
import { QDRANT_PORT, qdrantPod, type RenderedVectorPod } from './qdrant-pod';
import { claimName, dataClaim, storeServices } from './store-objects';

/** What the objects of a vector store are made of. */
export interface RenderedVectorStore extends RenderedVectorPod {
  /** Construct that the objects become children of. */
  readonly scope: Construct;
  readonly stack: TerraformStack;
  readonly storageGiB: number;
  readonly storageClass: string | undefined;
  readonly deletionProtection: boolean;
}

/** @returns what clients wait for */
export function renderVectorStore(store: RenderedVectorStore): readonly Startable[] {
  const meta = metadata(store);
  const dependsOn = [store.workload.namespace.resource];
  const account = new ServiceAccountV1(store.scope, 'service-account', { metadata: meta, automountServiceAccountToken: false, dependsOn });
  const objects = { scope: store.scope, stack: store.stack, workload: store.workload, metadata: meta };
  const { storageGiB, storageClass, deletionProtection } = store;
  const claim = dataClaim(objects, { storageGiB, storageClass, deletionProtection });
  const { headless, called } = storeServices(objects, { name: 'http', port: QDRANT_PORT });
  const set = statefulSet(store.scope, 'stateful-set', {
    metadata: meta,
    spec: {
      replicas: '1',
      // The provider writes 0 where it is left out.
      revisionHistoryLimit: 10,
      serviceName: headless.metadata.name,
      selector: { matchLabels: { ...store.workload.selector } },
      template: { metadata: { labels: meta.labels }, spec: qdrantPod(store, claimName(store)) },
    },
    waitForRollout: false,
    dependsOn: [account, claim.resource, headless],
  });
  return [set, called];
}

const metadata = (store: RenderedVectorStore) => ({
  name: store.name,
  namespace: store.workload.namespace.name,
  labels: objectLabels(store.name, 'vector-store', store.stack.node.id, store.workload),
});
