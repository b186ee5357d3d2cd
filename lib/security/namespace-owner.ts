import type { ClusterIdentity } from '../terraform/cluster-providers';
import type { NameWords } from '../terraform/reserved-names';

/** Each namespace of a cluster is made by one stack, operators included. */
export const namespaceRealm = ({ name }: ClusterIdentity): string => `owner of a namespace on cluster ${name}`;

export const NAMESPACE_WORDS: NameWords = {
  prop: 'namespace',
  repairs: [
    'another namespace for one of the stacks',
    "Namespace.existing('…') in all but the one that makes it, which must be applied first",
  ],
};

/** Within which workloads are told apart: by their names, after which their objects are called. */
export const workloadRealm = (namespace: string, { name }: Pick<ClusterIdentity, 'name'>): string =>
  `workload in namespace ${namespace} of cluster ${name}`;

/** Within which Secrets that are drawn are told apart. */
export const drawnSecretRealm = (namespace: string, { name }: Pick<ClusterIdentity, 'name'>): string =>
  `key of a generated secret in namespace ${namespace} of cluster ${name}`;
