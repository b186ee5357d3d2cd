/** The objects that every store of one server has: its claim, and its Services. */
import type { Construct } from 'constructs';
import { protectedResource } from '../security/deletion-protection';
import type { Workload } from '../security/workload';
import { PersistentVolumeClaimV1, ServiceV1 } from '../terraform/kubernetes';

export const HEADLESS_SUFFIX = '-headless';

export const claimName = (store: { readonly name: string }): string => `${store.name}-data`;

/** The store as its objects see it. */
export interface StoreObjects {
  /** Construct that the objects become children of. */
  readonly scope: Construct;
  readonly workload: Workload;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: { [key: string]: string } };
}

export interface DataClaim {
  readonly storageGiB: number;
  readonly storageClass: string | undefined;
  readonly deletionProtection: boolean;
}

/** An own claim and no template: the claims of a template can not grow without replacing the StatefulSet. */
export function dataClaim({ scope, workload, metadata }: StoreObjects, claim: DataClaim): PersistentVolumeClaimV1 {
  const { storageGiB, storageClass, deletionProtection } = claim;
  return new PersistentVolumeClaimV1(scope, 'data', {
    metadata: { ...metadata, name: claimName(metadata) },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
      resources: { requests: { storage: `${storageGiB}Gi` } },
    },
    // A class that binds on first use never binds before the pod exists.
    waitUntilBound: false,
    dependsOn: [workload.namespace.resource],
    ...protectedResource(deletionProtection),
  });
}

/** The headless Service that the StatefulSet asks for, and the one that clients call. */
export function storeServices(store: StoreObjects, port: { readonly name: string; readonly port: number }) {
  const { name } = store.metadata;
  const headless = service(store, 'headless', { name: `${name}${HEADLESS_SUFFIX}`, clusterIp: 'None' }, port);
  return { headless, called: service(store, 'service', { name }, port) };
}

function service(
  { scope, workload, metadata }: StoreObjects,
  id: string,
  { name, clusterIp }: { readonly name: string; readonly clusterIp?: string },
  { name: portName, port }: { readonly name: string; readonly port: number },
): ServiceV1 {
  return new ServiceV1(scope, id, {
    metadata: { ...metadata, name },
    spec: {
      type: 'ClusterIP',
      ...(clusterIp === undefined ? {} : { clusterIp }),
      selector: { ...workload.selector },
      port: [{ name: portName, port, targetPort: portName, protocol: 'TCP' }],
    },
    waitForLoadBalancer: false,
    dependsOn: [workload.namespace.resource],
  });
}
