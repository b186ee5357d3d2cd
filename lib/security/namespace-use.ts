import type { ClusterIdentity } from '../terraform/cluster-providers';

/** Where an operator runs that somebody else installed. */
export interface OperatorPlace {
  readonly operator: string;
  /** Prop that says where, and of what. */
  readonly saidBy: string;
}

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
  /** Operators of which the app says that they run in a namespace of this name. */
  readonly operators: readonly OperatorPlace[];
}
