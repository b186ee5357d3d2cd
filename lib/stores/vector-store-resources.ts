/** The Kubernetes objects of a vector store: claim, StatefulSet, two Services. */
import type { Construct } from 'constructs';
import { protectedResource } from '../security/deletion-protection';
import { objectLabels } from '../security/labels';
import type { Workload } from '../security/workload';
import { PersistentVolumeClaimV1, ServiceAccountV1, ServiceV1, statefulSet } from '../terraform/kubernetes';
import { QDRANT_PORT, qdrantPod, type RenderedVectorPod } from './qdrant-pod';

export const HEADLESS_SUFFIX = '-headless';

/** What the objects of a vector store are made of. */
export interface RenderedVectorStore extends RenderedVectorPod {
  /** Construct that the objects become children of. */
  readonly scope: Construct;
  /** Id of the stack. */
  readonly partOf: string;
  readonly workload: Workload;
  readonly storageGiB: number;
  readonly storageClass: string | undefined;
  readonly deletionProtection: boolean;
}

export function renderVectorStore(store: RenderedVectorStore): void {
  const meta = metadata(store);
  const dependsOn = [store.workload.namespace.resource];
  const account = new ServiceAccountV1(store.scope, 'service-account', { metadata: meta, automountServiceAccountToken: false, dependsOn });
  const claim = renderClaim(store);
  const headless = renderService(store, 'headless', { name: `${store.name}${HEADLESS_SUFFIX}`, clusterIp: 'None' });
  renderService(store, 'service', { name: store.name });
  statefulSet(store.scope, 'stateful-set', {
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
    dependsOn: [account, claim, headless],
  });
}

const metadata = (store: RenderedVectorStore) => ({
  name: store.name,
  namespace: store.workload.namespace.name,
  labels: objectLabels(store.name, 'vector-store', store.partOf),
});

export const claimName = (store: { readonly name: string }): string => `${store.name}-data`;

/** An own claim and no template: the claims of a template can not grow without replacing the StatefulSet. */
function renderClaim(store: RenderedVectorStore): PersistentVolumeClaimV1 {
  const { storageGiB, storageClass, deletionProtection } = store;
  return new PersistentVolumeClaimV1(store.scope, 'data', {
    metadata: { ...metadata(store), name: claimName(store) },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
      resources: { requests: { storage: `${storageGiB}Gi` } },
    },
    // A class that binds on first use never binds before the pod exists.
    waitUntilBound: false,
    dependsOn: [store.workload.namespace.resource],
    ...protectedResource(deletionProtection),
  });
}

function renderService(store: RenderedVectorStore, id: string, service: { readonly name: string; readonly clusterIp?: string }): ServiceV1 {
  return new ServiceV1(store.scope, id, {
    metadata: { ...metadata(store), name: service.name },
    spec: {
      type: 'ClusterIP',
      ...(service.clusterIp === undefined ? {} : { clusterIp: service.clusterIp }),
      selector: { ...store.workload.selector },
      port: [{ name: 'http', port: QDRANT_PORT, targetPort: 'http', protocol: 'TCP' }],
    },
    waitForLoadBalancer: false,
    dependsOn: [store.workload.namespace.resource],
  });
}
