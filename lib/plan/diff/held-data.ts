/** What becomes of data: of the resources of Terraform that hold some, and of the objects in a release that do. */
import { memoryGiB } from '../../core/memory-quantity';
import { own } from '../../core/own';
import { isPlainObject } from '../../core/plain-object';

/** `lost`: it goes with the object. `left`: the object stays on the cluster, and nothing manages it any more. */
export type FateOfData = 'lost' | 'left';

/** What stays on the cluster, and on its bill, when an object is left behind. */
export interface LeftBehind {
  /** Of all volumes; null where it is not said. */
  readonly storageGiB: number | null;
  /** Pods that go on running. */
  readonly pods: number;
  /** Ends it, and deletes the data. */
  readonly command: string;
}

const CLAIM = 'kubernetes_persistent_volume_claim_v1';
const NAMESPACE = 'kubernetes_namespace_v1';
/** Component of claims for what is downloaded or computed again. */
const CACHE = 'inference';

interface OperatedKind {
  /** For kubectl. */
  readonly resource: string;
  readonly replicas: (spec: Readonly<Record<string, unknown>>) => unknown;
  /** Size of one volume. */
  readonly size: (spec: Readonly<Record<string, unknown>>) => unknown;
}

/** Kinds in releases that hold data, or whose operators keep some for them. */
const OPERATED: Readonly<Record<string, OperatedKind>> = {
  Cluster: {
    resource: 'clusters.postgresql.cnpg.io',
    replicas: ({ instances }) => instances,
    size: ({ storage }) => isPlainObject(storage) && storage['size'],
  },
  RabbitmqCluster: {
    resource: 'rabbitmqclusters.rabbitmq.com',
    replicas: ({ replicas }) => replicas,
    size: ({ persistence }) => isPlainObject(persistence) && persistence['storage'],
  },
  PersistentVolumeClaim: { resource: 'persistentvolumeclaims', replicas: () => 0, size: requestOf },
};

function requestOf({ resources }: Readonly<Record<string, unknown>>): unknown {
  const requests = isPlainObject(resources) ? resources['requests'] : undefined;
  return isPlainObject(requests) ? requests['storage'] : undefined;
}

/** Whether a resource holds data. Of namespaces those do that Terraform is told to keep. */
export const holdsData = (type: string, resource: unknown): boolean => type === CLAIM || (type === NAMESPACE && isProtected(resource));

/** Terraform refuses to destroy it, and to make it anew. */
export const isProtected = (resource: unknown): boolean =>
  isPlainObject(resource) && isPlainObject(resource['lifecycle']) && resource['lifecycle']['prevent_destroy'] === true;

/** Addresses that Terraform is told to forget, and whose objects stay. */
export function forgottenIn({ removed }: Readonly<Record<string, unknown>>): ReadonlySet<unknown> {
  const blocks = Array.isArray(removed) ? removed.filter(isPlainObject) : [];
  return new Set(blocks.filter(({ lifecycle }) => isPlainObject(lifecycle) && lifecycle['destroy'] === false).map(({ from }) => from));
}

/** An object that holds data, or that an operator keeps data for. */
export interface OperatedObject {
  readonly kind: string;
  /** `namespace/name`. */
  readonly name: string;
  readonly namespace: string;
  /** Helm leaves it alone when it leaves the release. */
  readonly isKept: boolean;
  /** Of one volume; null where it is not said. */
  readonly sizeGiB: number | null;
  readonly left: LeftBehind;
}

/** Those of a `helm_release`. */
export function operatedIn(release: unknown): OperatedObject[] {
  const values = isPlainObject(release) && Array.isArray(release['values']) ? release['values'] : [];
  return values.flatMap(objectsIn).flatMap((object) => {
    const { kind, metadata, spec } = object;
    const operated = typeof kind === 'string' ? own(OPERATED, kind) : undefined;
    if (typeof kind !== 'string' || operated === undefined || !isPlainObject(metadata) || isCache(metadata)) return [];
    const { name, namespace } = metadata;
    if (typeof name !== 'string' || typeof namespace !== 'string') return [];
    const isKept = isKeptByHelm(metadata);
    const sizes = volumesOf(operated, isPlainObject(spec) ? spec : {});
    const command = `kubectl delete ${operated.resource} ${name} -n ${namespace}`;
    const { sizeGiB, storageGiB, pods } = sizes;
    return [{ kind, name: `${namespace}/${name}`, namespace, isKept, sizeGiB, left: { storageGiB, pods, command } }];
  });
}

const isCache = ({ labels }: Readonly<Record<string, unknown>>): boolean =>
  isPlainObject(labels) && labels['app.kubernetes.io/component'] === CACHE;

function volumesOf({ replicas, size }: OperatedKind, spec: Readonly<Record<string, unknown>>) {
  const [pods, each] = [replicas(spec), size(spec)];
  const sizeGiB = typeof each === 'string' ? memoryGiB(each) : null;
  const count = typeof pods === 'number' ? pods : 0;
  return { sizeGiB, storageGiB: sizeGiB === null ? null : sizeGiB * Math.max(count, 1), pods: count };
}

/** Namespaces that the API server refuses to delete, by a policy that Helm keeps, each with what lets it go. */
export function keptNamespacesIn(release: unknown): (readonly [namespace: string, left: LeftBehind])[] {
  const values = isPlainObject(release) && Array.isArray(release['values']) ? release['values'] : [];
  return values.flatMap(objectsIn).flatMap(({ kind, metadata, spec }) => {
    if (kind !== 'ValidatingAdmissionPolicy' || !isPlainObject(metadata) || !isKeptByHelm(metadata)) return [];
    const command = `kubectl delete validatingadmissionpolicybindings ${String(metadata['name'])}, and deploy again`;
    return namesIn(spec).map((namespace) => [namespace, { storageGiB: null, pods: 0, command }] as const);
  });
}

/** What a policy is about. */
function namesIn(spec: unknown): string[] {
  const constraints = isPlainObject(spec) ? spec['matchConstraints'] : undefined;
  const rules = isPlainObject(constraints) && Array.isArray(constraints['resourceRules']) ? constraints['resourceRules'] : [];
  return rules.filter(isPlainObject).flatMap(({ resourceNames }) => (Array.isArray(resourceNames) ? resourceNames.map(String) : []));
}

const isKeptByHelm = ({ annotations }: Readonly<Record<string, unknown>>): boolean =>
  isPlainObject(annotations) && annotations['helm.sh/resource-policy'] === 'keep';

/** Values of other charts are none of ours. */
function objectsIn(values: unknown): Readonly<Record<string, unknown>>[] {
  if (typeof values !== 'string') return [];
  try {
    const { objects } = JSON.parse(values) as { readonly objects?: unknown };
    return Array.isArray(objects) ? objects.filter(isPlainObject) : [];
  } catch {
    return [];
  }
}
