/** Values that are reached in one way. */
export interface NamedCluster {
  /** In words. */
  readonly reachedBy: string;
  readonly values: readonly { readonly name: string; readonly region: string | undefined }[];
}

/** A cluster whose address may be an attribute of a resource. */
export interface MadeCluster {
  readonly name: string;
  /** Path of the stack that reaches it. */
  readonly stack: string;
  /** Attribute of a resource of that stack which is its address. */
  readonly madeBy: string | undefined;
}
