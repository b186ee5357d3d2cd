import type { ClusterIdentity } from '../terraform/cluster-providers';

/** How one construct uses a namespace. */
export interface NamespaceUse {
  /** The stack makes the namespace. */
  readonly owned: boolean;
  readonly cluster: ClusterIdentity;
}

/** A namespace of a stack with everything that uses it. */
export interface UsedNamespace {
  readonly name: string;
  readonly uses: readonly NamespaceUse[];
}
