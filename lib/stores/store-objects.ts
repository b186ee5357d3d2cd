/** The objects that every store of one server has: its claim, and its Services. */
import type { Construct } from 'constructs';
import { keptByHelm } from '../security/deletion-protection';
import { guardedClass, guardState } from '../security/state-guard';
import type { Workload } from '../security/workload';
import { CustomObjects } from '../terraform/custom-objects';
import type { TerraformStack } from '../terraform/engine';
import { ForgottenResource } from '../terraform/forgotten-resource';
import { ServiceV1 } from '../terraform/kubernetes';

export const HEADLESS_SUFFIX = '-headless';

export const claimName = (store: { readonly name: string }): string => `${store.name}-data`;

/** The store as its objects see it. */
export interface StoreObjects {
  /** Construct that the objects become children of. */
  readonly scope: Construct;
  readonly stack: TerraformStack;
  readonly workload: Workload;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: { [key: string]: string } };
}

export interface DataClaim {
  readonly storageGiB: number;
  readonly storageClass: string | undefined;
  readonly deletionProtection: boolean;
}

/**
 * The claim travels in a release, and Terraform never owns it: Helm keeps a protected claim when its construct is gone, and takes it again when it comes back. The
 * claims of a template of the StatefulSet would last as well, but cannot grow without another StatefulSet.
 * @returns what the pod waits for
 */
export function dataClaim({ scope, stack, workload, metadata }: StoreObjects, claim: DataClaim): CustomObjects {
  const { storageGiB, storageClass, deletionProtection } = claim;
  const name = claimName(metadata);
  const fixed = { storageClass: guardedClass(storageClass) };
  guardState({ scope, workload, metadata, holds: `PersistentVolumeClaim ${name}`, fixed, noun: 'store', deletionProtection });
  // An earlier version of this library made the claim as a resource of Terraform.
  new ForgottenResource(scope, 'data', 'kubernetes_persistent_volume_claim_v1');
  const objects = CustomObjects.of(stack, workload.namespace, 'data');
  objects.add(name, () => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { ...metadata, name, ...(deletionProtection ? { annotations: keptByHelm(deletionProtection) } : {}) },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
      resources: { requests: { storage: `${storageGiB}Gi` } },
    },
  }));
  return objects;
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
