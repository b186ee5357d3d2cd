/** The Kubernetes objects of a session store: configuration, claim, StatefulSet, two Services. */
import type { Construct } from 'constructs';
import { shortHash } from '../core/names';
import { protectedResource } from '../security/deletion-protection';
import { objectLabels } from '../security/labels';
import type { Workload } from '../security/workload';
import { ConfigMapV1, PersistentVolumeClaimV1, ServiceAccountV1, ServiceV1, statefulSet } from '../terraform/kubernetes';
import { CONFIG_FILE, type RenderedStorePod, VALKEY_PORT, valkeyConfig, valkeyPod } from './valkey-pod';

export { VALKEY_PORT } from './valkey-pod';

export const HEADLESS_SUFFIX = '-headless';

/** What the objects of a session store are made of. */
export interface RenderedSessionStore extends RenderedStorePod {
  /** Construct that the objects become children of. */
  readonly scope: Construct;
  /** Id of the stack. */
  readonly partOf: string;
  readonly workload: Workload;
}

export function renderSessionStore(store: RenderedSessionStore): void {
  const meta = metadata(store);
  const dependsOn = [store.workload.namespace.resource];
  const config = valkeyConfig(store.spec);
  const configMap = new ConfigMapV1(store.scope, 'config', { metadata: meta, data: { [CONFIG_FILE]: config }, dependsOn });
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

function metadata(store: RenderedSessionStore) {
  return {
    name: store.name,
    namespace: store.workload.namespace.name,
    labels: objectLabels(store.name, 'session-store', store.partOf),
  };
}

export const claimName = (store: { readonly name: string }): string => `${store.name}-data`;

/** An own claim and no template: the claims of a template can not grow without replacing the StatefulSet. */
function renderClaim(store: RenderedSessionStore): PersistentVolumeClaimV1 {
  const { memoryGiB, storageGiB, storageClass } = store.spec;
  return new PersistentVolumeClaimV1(store.scope, 'data', {
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

function renderService(
  store: RenderedSessionStore,
  id: string,
  service: { readonly name: string; readonly clusterIp?: string },
): ServiceV1 {
  return new ServiceV1(store.scope, id, {
    metadata: { ...metadata(store), name: service.name },
    spec: {
      type: 'ClusterIP',
      ...(service.clusterIp === undefined ? {} : { clusterIp: service.clusterIp }),
      selector: { ...store.workload.selector },
      port: [{ name: 'redis', port: VALKEY_PORT, targetPort: 'redis', protocol: 'TCP' }],
    },
    waitForLoadBalancer: false,
    dependsOn: [store.workload.namespace.resource],
  });
}
