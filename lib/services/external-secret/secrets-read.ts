/** Which pods of an app read which Secrets: as variables and as files, to pull images, and certificates that are served for them. */
import type { IConstruct } from 'constructs';
import { workloadRealm } from '../../security/namespace-owner';
import { blockAt, textOf } from '../../security/namespace-pods/field-of';
import { COUNTED_TYPES, UNCOUNTED_TYPES } from '../../security/namespace-pods/from-terraform';
import { ClusterProviders } from '../../terraform/cluster-providers';
import { CustomObjects } from '../../terraform/custom-objects';
import { TerraformStack, terraformResourceType } from '../../terraform/engine';
import { resolvedResource } from '../../terraform/resolved';
import { SynthesisRegistry } from '../../terraform/synthesis-registry';
import { type SecretReference, secretReferences } from './secret-references';

/** A Secret, or a key of it, that something reads. */
export interface SecretRead extends SecretReference {
  readonly namespace: string;
  /** Key of the cluster of the pods; undefined where nobody says which it is. */
  readonly cluster: string | undefined;
  /** Path of the construct that a user has written. */
  readonly reader: string;
}

/** What each secret read is kept under, for one synthesis. */
const READS = {};

export const secretsRead = (root: IConstruct): readonly SecretRead[] =>
  SynthesisRegistry.of(root).once(READS, () => [...root.node.findAll().flatMap(readByResource), ...readByObjects(root)]);

/** Beside what makes pods: accounts by which they pull images, and doors with certificates. A manifest has a shape of its own. */
const OTHER_TYPES: ReadonlySet<string> = new Set(
  ['default_service_account', 'service_account', 'ingress'].flatMap((kind) => [`kubernetes_${kind}`, `kubernetes_${kind}_v1`]),
);
const isReader = (type: string): boolean => COUNTED_TYPES.has(type) || UNCOUNTED_TYPES.has(type) || OTHER_TYPES.has(type);

function readByResource(construct: IConstruct): SecretRead[] {
  const type = terraformResourceType(construct);
  if (type === undefined || !isReader(type)) return [];
  const attributes = resolvedResource(construct, type);
  const { metadata = blockAt(attributes, 'metadata') } = blockAt(attributes, 'manifest');
  const namespace = textOf(blockAt(metadata)['namespace']) ?? 'default';
  const cluster = ClusterProviders.of(TerraformStack.of(construct)).clusterKeyOf(construct);
  const reader = SynthesisRegistry.of(construct).ownerPath(construct);
  return each(attributes).map((reference) => ({ ...reference, namespace, cluster, reader }));
}

/** Objects that are written through charts: engines of several pods, databases, what scales and scrapes. */
function readByObjects(root: IConstruct): SecretRead[] {
  const registry = SynthesisRegistry.of(root);
  return registry.registered(CustomObjects.isCustomObjects).flatMap((collection) =>
    collection.written().flatMap(({ metadata, spec }) => {
      const { name, namespace = '', labels = {} } = metadata;
      const workload = labels['app.kubernetes.io/name'] ?? name;
      const reader = registry.names.firstPath(workloadRealm(namespace, collection.cluster), workload) ?? collection.node.path;
      return each(spec).map((reference) => ({ ...reference, namespace, cluster: collection.cluster.key, reader }));
    }),
  );
}

/** Each once: containers of one pod read the same. */
const each = (block: unknown): SecretReference[] => [
  ...new Map(secretReferences(block).map((one) => [JSON.stringify([one.secret, one.key, one.use]), one])).values(),
];
