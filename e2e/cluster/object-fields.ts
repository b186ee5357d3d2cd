/** An object as a list of fields, without what the server, controllers and operators write on their own. */
import { isRecord, type KubeObject } from './kube-object';

export function fieldsOf(object: KubeObject, ignored: readonly string[] = []): Map<string, string> {
  const without = [...WRITTEN_BY_OTHERS, ...ignored];
  const fields = [...flatten(object)].filter(([path]) => !without.some((prefix) => path === prefix || path.startsWith(`${prefix}.`)));
  return new Map(fields);
}

/** Paths at which two objects differ. */
export function differingFields(left: KubeObject, right: KubeObject): string[] {
  const [a, b] = [fieldsOf(left), fieldsOf(right)];
  return [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path));
}

/** What the server, controllers and operators write on their own. */
const WRITTEN_BY_OTHERS = [
  'status',
  'metadata.uid',
  'metadata.resourceVersion',
  'metadata.generation',
  'metadata.creationTimestamp',
  'metadata.managedFields',
  'metadata.finalizers',
  'metadata.labels.kubernetes~io/metadata~name',
  'metadata.labels.scaledobject~keda~sh/name',
  'metadata.annotations.deployment~kubernetes~io/revision',
  'metadata.annotations.pv~kubernetes~io/bind-completed',
  'metadata.annotations.pv~kubernetes~io/bound-by-controller',
  'metadata.annotations.volume~beta~kubernetes~io/storage-provisioner',
  'metadata.annotations.volume~kubernetes~io/storage-provisioner',
  'metadata.annotations.volume~kubernetes~io/selected-node',
  // KEDA writes its own view of the object back: without false, with an empty block.
  'spec.advanced.scalingModifiers',
  'spec.advanced.restoreToOriginalReplicaCount',
  // The server tells the pods of a Job by its id and its name.
  ...['controller-uid', 'job-name'].flatMap((label) =>
    [label, `batch~kubernetes~io/${label}`].flatMap((key) => [`spec.selector.matchLabels.${key}`, `spec.template.metadata.labels.${key}`]),
  ),
  'spec.clusterIP',
  'spec.clusterIPs',
  'spec.volumeName',
];

/** Leaves by path; dots inside a key are written `~`. Empty lists and objects count. */
function flatten(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [String(index), item])
    : isRecord(value)
      ? Object.entries(value)
      : [];
  if (entries.length === 0) found.set(path, JSON.stringify(value));
  for (const [key, item] of entries) flatten(item, path === '' ? key : `${path}.${key.replaceAll('.', '~')}`, found);
  return found;
}
