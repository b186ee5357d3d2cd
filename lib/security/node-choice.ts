/** Nodes that pods without GPUs may run on, in the words of the scheduler; Terraform's provider and Kubernetes name its parts alike. */

export type NodeExpression = {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
};

export type NodeToleration = {
  readonly key: string;
  readonly operator: 'Exists' | 'Equal';
  readonly value?: string;
  readonly effect: string;
};

export interface NodeChoice {
  /** A node that meets all expressions of one term will do. */
  readonly terms: readonly (readonly NodeExpression[])[];
  /** Where a pod goes first; empty where it does not matter. */
  readonly preferences: readonly { readonly weight: number; readonly expressions: readonly NodeExpression[] }[];
  readonly tolerations: readonly NodeToleration[];
}
