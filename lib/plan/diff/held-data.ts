/** What becomes of data: of the resources of Terraform that hold some, and of the objects in a release that do. */
import { isPlainObject } from '../../core/plain-object';

/** `lost`: it goes with the object. `left`: the object stays on the cluster, and nothing manages it any more. */
export type FateOfData = 'lost' | 'left';

const CLAIM = 'kubernetes_persistent_volume_claim_v1';
const NAMESPACE = 'kubernetes_namespace_v1';

/** Kinds in releases whose operators keep data for them. */
const OPERATED: ReadonlySet<string> = new Set(['Cluster', 'RabbitmqCluster']);

/** Whether a resource holds data. Of namespaces those do that Terraform is told to keep. */
export const holdsData = (type: string, resource: unknown): boolean => type === CLAIM || (type === NAMESPACE && isProtected(resource));

const isProtected = (resource: unknown): boolean =>
  isPlainObject(resource) && isPlainObject(resource['lifecycle']) && resource['lifecycle']['prevent_destroy'] === true;

/** An object that an operator keeps data for. */
export interface OperatedObject {
  readonly kind: string;
  /** `namespace/name`. */
  readonly name: string;
  readonly namespace: string;
  /** Helm leaves it alone when it leaves the release. */
  readonly isKept: boolean;
}

/** Those of a `helm_release`. */
export function operatedIn(release: unknown): OperatedObject[] {
  const values = isPlainObject(release) && Array.isArray(release['values']) ? release['values'] : [];
  return values.flatMap(objectsIn).flatMap((object) => {
    const { kind, metadata } = object;
    if (typeof kind !== 'string' || !OPERATED.has(kind) || !isPlainObject(metadata)) return [];
    const { name, namespace, annotations } = metadata;
    if (typeof name !== 'string' || typeof namespace !== 'string') return [];
    const isKept = isPlainObject(annotations) && annotations['helm.sh/resource-policy'] === 'keep';
    return [{ kind, name: `${namespace}/${name}`, namespace, isKept }];
  });
}

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
