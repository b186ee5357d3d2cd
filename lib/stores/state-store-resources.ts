/** The custom resources of a state store: the Postgres cluster, and the database with its extensions where some are asked for. */
import type { Construct } from 'constructs';
import { imageReference, Pins } from '../catalog/pins';
import { labelValueOf } from '../core/kubernetes/label-value';
import { groupsOfClass } from '../platform/held-volume';
import { cpuNodeAffinity, cpuTolerations } from '../platform/placement';
import type { PodImages } from '../platform/pod-images';
import { keptByHelm } from '../security/deletion-protection';
import type { FleetNamespace } from '../security/fleet-namespace';
import { objectLabels } from '../security/labels';
import { guardedClass, guardState } from '../security/state-guard';
import type { Workload } from '../security/workload';
import { type CustomObject, CustomObjects } from '../terraform/custom-objects';
import type { TerraformStack } from '../terraform/engine';
import { sharedBuffersMiB } from './connection-memory';
import { archiveObjects, archivesOf } from './state-archives';
import type { StateDatabase } from './state-database';
import { DEFAULT_CONNECTIONS, type StateStoreSpec } from './state-store-props';

export const POSTGRES_PORT = 5432;
/** Port on which the instance manager of each server answers the operator and its siblings. */
export const INSTANCE_MANAGER_PORT = 8000;
export const METRICS_PORT = 9187;

const API_VERSION = 'postgresql.cnpg.io/v1';

/** What the objects of a state store are made of. */
export interface RenderedStateStore {
  /** Construct that the objects become children of. */
  readonly scope: Construct;
  readonly stack: TerraformStack;
  readonly name: string;
  readonly workload: Workload;
  readonly spec: StateStoreSpec;
  readonly images: PodImages;
  /** Those beside its own, as they are when the app is synthesized. */
  readonly databases: () => readonly StateDatabase[];
}

export function renderStateStore(store: RenderedStateStore): void {
  const { namespace } = store.workload;
  const objects = CustomObjects.of(store.stack, namespace);
  const image = store.images.pull(imageReference(Pins.images.postgres));
  objects.add(`postgres-${store.name}`, () => postgresCluster(store, image));
  renderGuard(store);
  for (const object of archiveObjects({ name: store.name, spec: store.spec, metadata: keptMetadata(store) }))
    objects.add(`postgres-${object.kind}-${object.metadata.name}`, () => object);
  if (store.spec.vector) objects.add(`postgres-database-${store.name}`, () => database(store));
}

function metadata(store: RenderedStateStore) {
  return {
    name: store.name,
    namespace: store.workload.namespace.name,
    labels: objectLabels(store.name, 'state-store', store.stack.node.id, store.workload),
  };
}

function renderGuard(store: RenderedStateStore): void {
  const { database: name, storageClass, deletionProtection, recovery } = store.spec;
  guardState({
    scope: store.scope,
    workload: store.workload,
    metadata: metadata(store),
    holds: `Cluster ${store.name}`,
    fixed: { database: name, storageClass: guardedClass(storageClass), ...beginning(recovery) },
    noun: 'store',
    deletionProtection,
  });
}

const beginning = (recovery: StateStoreSpec['recovery']): { readonly recovery?: string } =>
  recovery === undefined ? {} : { recovery: `${recovery.bucket}/${recovery.serverName} at ${recovery.targetTime ?? 'its end'}` };

/** Helm keeps a protected object when it leaves the release. */
function keptMetadata(store: RenderedStateStore) {
  const { deletionProtection } = store.spec;
  return deletionProtection ? { ...metadata(store), annotations: keptByHelm(deletionProtection) } : metadata(store);
}

function postgresCluster(store: RenderedStateStore, imageName: string): CustomObject {
  const { instances, storageGiB, storageClass, cpu, memoryGiB, maxConnections } = store.spec;
  const memory = `${Math.ceil(memoryGiB * 1024)}Mi`;
  return {
    apiVersion: API_VERSION,
    kind: 'Cluster',
    metadata: keptMetadata(store),
    spec: {
      instances,
      imageName,
      ...store.images.pullSecrets(),
      ...archivesOf({ name: store.name, spec: store.spec, metadata: keptMetadata(store) }),
      storage: { size: `${storageGiB}Gi`, ...(storageClass === undefined ? {} : { storageClass }) },
      ...memberOf(groupsOfClass(storageClass, store.spec.cluster), store.workload.namespace),
      resources: { requests: { cpu, memory }, limits: { memory } },
      postgresql: {
        parameters: {
          shared_buffers: `${sharedBuffersMiB(memoryGiB)}MB`,
          ...(maxConnections === DEFAULT_CONNECTIONS ? {} : { max_connections: String(maxConnections) }),
        },
      },
      affinity: {
        nodeAffinity: cpuNodeAffinity(store.workload),
        ...cpuTolerations(store.workload),
        enablePodAntiAffinity: true,
        podAntiAffinityType: 'preferred',
        topologyKey: 'kubernetes.io/hostname',
      },
      ...rolesOf(store.databases()),
      enableSuperuserAccess: false,
      // The operator puts its own name, component and managed-by on the pods; a second owner of those would fight it.
      inheritedMetadata: { labels: { 'app.kubernetes.io/part-of': labelValueOf(store.stack.node.id), ...store.workload.labels } },
    },
  };
}

/** Users of its further databases. */
const rolesOf = (databases: readonly StateDatabase[]) =>
  databases.length === 0 ? {} : { managed: { roles: databases.map((database) => database.role()) } };

/** Group of the operator's pods, which they keep beside another: what is written replaces its defaults but for user, group and seccomp (CloudNativePG 1.30, `GetPodSecurityContext`). */
const POSTGRES_GROUP = 26;

/** The group of a volume whose class ignores fsGroup. Where the namespace gives the ids, the operator leaves the context to it. */
function memberOf(supplementalGroups: readonly number[], { podUsers }: Pick<FleetNamespace, 'podUsers'>) {
  if (supplementalGroups.length === 0 || podUsers !== 'of-image') return {};
  return { podSecurityContext: { runAsNonRoot: true, fsGroup: POSTGRES_GROUP, supplementalGroups: [...supplementalGroups] } };
}

/** Extensions are made in a database, not in a server; the standard image only brings their files. */
function database(store: RenderedStateStore): CustomObject {
  return {
    apiVersion: API_VERSION,
    kind: 'Database',
    metadata: keptMetadata(store),
    spec: {
      cluster: { name: store.name },
      name: store.spec.database,
      owner: store.spec.database,
      extensions: [{ name: 'vector' }],
    },
  };
}
