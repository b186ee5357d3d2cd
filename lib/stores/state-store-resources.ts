/** The custom resources of a state store: the Postgres cluster, and the database with its extensions where some are asked for. */
import { imageReference, Pins } from '../catalog/pins';
import { labelValueOf } from '../core/kubernetes/label-value';
import { physicalName, shortHash } from '../core/names';
import { cpuNodeAffinity } from '../platform/placement';
import { keptByHelm, protectedResource } from '../security/deletion-protection';
import { objectLabels } from '../security/labels';
import { type CustomObject, CustomObjects } from '../terraform/custom-objects';
import { ConfigMapV1 } from '../terraform/kubernetes';
import type { StateStore } from './state-store';

export const POSTGRES_PORT = 5432;
/** Port on which the instance manager of each server answers the operator and its siblings. */
export const INSTANCE_MANAGER_PORT = 8000;
export const METRICS_PORT = 9187;

const API_VERSION = 'postgresql.cnpg.io/v1';
/** PostgreSQL documentation, "Resource Consumption": a quarter of the memory is a reasonable start. */
const SHARED_BUFFERS_SHARE = 0.25;

export function renderStateStore(store: StateStore): void {
  const { namespace } = store.workload;
  const objects = CustomObjects.of(store.stack, namespace);
  objects.add(`postgres-${store.name}`, () => postgresCluster(store));
  renderGuard(store);
  if (store.spec.vector) objects.add(`postgres-database-${store.name}`, () => database(store));
}

function metadata(store: StateStore) {
  return {
    name: store.name,
    namespace: store.workload.namespace.name,
    labels: objectLabels(store.name, 'state-store', store.stack.node.id),
  };
}

/**
 * Stands for the database in Terraform, which does not see into a release: what cannot change on a running database is in its name, so
 * that such a change would replace it, and Terraform refuses.
 */
function renderGuard(store: StateStore): void {
  const { database: name, storageClass, deletionProtection } = store.spec;
  const fixed = { database: name, storageClass: storageClass ?? 'the default class' };
  new ConfigMapV1(store, 'state-guard', {
    metadata: { ...metadata(store), name: physicalName([store.name, 'state', shortHash(JSON.stringify(fixed))]) },
    data: {
      ...fixed,
      holds: `Cluster ${store.name}`,
      note: 'set deletionProtection of the store to false and deploy before changing one of these',
    },
    dependsOn: [store.workload.namespace.resource],
    ...protectedResource(deletionProtection),
  });
}

/** Helm keeps a protected object when it leaves the release. */
function keptMetadata(store: StateStore) {
  const { deletionProtection } = store.spec;
  return deletionProtection ? { ...metadata(store), annotations: keptByHelm(deletionProtection) } : metadata(store);
}

function postgresCluster(store: StateStore): CustomObject {
  const { instances, database: name, storageGiB, storageClass, cpu, memoryGiB } = store.spec;
  const memory = `${Math.ceil(memoryGiB * 1024)}Mi`;
  return {
    apiVersion: API_VERSION,
    kind: 'Cluster',
    metadata: keptMetadata(store),
    spec: {
      instances,
      imageName: store.cluster.image(imageReference(Pins.images.postgres)),
      bootstrap: { initdb: { database: name, owner: name } },
      storage: { size: `${storageGiB}Gi`, ...(storageClass === undefined ? {} : { storageClass }) },
      resources: { requests: { cpu, memory }, limits: { memory } },
      postgresql: { parameters: { shared_buffers: `${Math.floor(memoryGiB * 1024 * SHARED_BUFFERS_SHARE)}MB` } },
      affinity: {
        nodeAffinity: cpuNodeAffinity(),
        enablePodAntiAffinity: true,
        podAntiAffinityType: 'preferred',
        topologyKey: 'kubernetes.io/hostname',
      },
      enableSuperuserAccess: false,
      // The operator puts its own name, component and managed-by on the pods; a second owner of those would fight it.
      inheritedMetadata: { labels: { 'app.kubernetes.io/part-of': labelValueOf(store.stack.node.id) } },
    },
  };
}

/** Extensions are made in a database, not in a server; the standard image only brings their files. */
function database(store: StateStore): CustomObject {
  return {
    apiVersion: API_VERSION,
    kind: 'Database',
    metadata: keptMetadata(store),
    spec: {
      cluster: { name: store.name },
      name: store.database,
      owner: store.database,
      extensions: [{ name: 'vector' }],
    },
  };
}
