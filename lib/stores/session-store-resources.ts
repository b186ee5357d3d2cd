/** The Kubernetes objects of a session store: configuration, claim, StatefulSet, two Services. */
import { shortHash } from '../core/names';
import { protectedResource } from '../security/deletion-protection';
import { objectLabels } from '../security/labels';
import { ConfigMapV1, PersistentVolumeClaimV1, ServiceAccountV1, ServiceV1, StatefulSetV1 } from '../terraform/kubernetes';
import type { SessionStore } from './session-store';
import { CONFIG_FILE, valkeyConfig, valkeyPod } from './valkey-pod';

export { VALKEY_PORT } from './valkey-pod';

export const HEADLESS_SUFFIX = '-headless';

export function renderSessionStore(store: SessionStore): void {
  const meta = metadata(store);
  const dependsOn = [store.workload.namespace.resource];
  const config = valkeyConfig(store.spec);
  const configMap = new ConfigMapV1(store, 'config', { metadata: meta, data: { [CONFIG_FILE]: config }, dependsOn });
  const account = new ServiceAccountV1(store, 'service-account', { metadata: meta, automountServiceAccountToken: false, dependsOn });
  const claim = renderClaim(store);
  const headless = renderService(store, 'headless', { name: `${store.name}${HEADLESS_SUFFIX}`, clusterIp: 'None' });
  renderService(store, 'service', { name: store.name });
  new StatefulSetV1(store, 'stateful-set', {
    metadata: meta,
    spec: {
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
    },
    waitForRollout: false,
    dependsOn: [configMap, account, claim, headless],
  });
}

function metadata(store: SessionStore) {
  return {
    name: store.name,
    namespace: store.workload.namespace.name,
    labels: objectLabels(store.name, 'session-store', store.stack.node.id),
  };
}

export const claimName = (store: SessionStore): string => `${store.name}-data`;

/** An own claim and no template: the claims of a template can not grow without replacing the StatefulSet. */
function renderClaim(store: SessionStore): PersistentVolumeClaimV1 {
  const { memoryGiB, storageGiB, storageClass } = store.spec;
  return new PersistentVolumeClaimV1(store, 'data', {
    metadata: { ...metadata(store), name: claimName(store) },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
      resources: { requests: { storage: `${storageGiB ?? Math.ceil(3 * memoryGiB)}Gi` } },
    },
    // A class that binds on first use never binds before the pod exists.
    waitUntilBound: false,
    dependsOn: [store.workload.namespace.resource],
    ...protectedResource(store.spec.deletionProtection),
  });
}

function renderService(store: SessionStore, id: string, service: { readonly name: string; readonly clusterIp?: string }): ServiceV1 {
  return new ServiceV1(store, id, {
    metadata: { ...metadata(store), name: service.name },
    spec: {
      type: 'ClusterIP',
      ...(service.clusterIp === undefined ? {} : { clusterIp: service.clusterIp }),
      selector: { ...store.workload.selector },
      port: [{ name: 'redis', port: store.port, targetPort: 'redis', protocol: 'TCP' }],
    },
    waitForLoadBalancer: false,
    dependsOn: [store.workload.namespace.resource],
  });
}
