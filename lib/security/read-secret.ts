/** Who reads a secret. */
export interface SecretReader {
  /** Path of the construct. */
  readonly path: string;
  readonly namespace: string;
}

/** A Secret of one construct that another reads. */
export interface ReadSecret {
  readonly secret: string;
  /** Path of the construct that it belongs to. */
  readonly owner: string;
  /** Namespace that it exists in. */
  readonly namespace: string;
  readonly reader: SecretReader;
}

/** A generated secret that a workload reads. */
export interface GeneratedSecret {
  /** The prop as the user wrote it. */
  readonly prop: string;
  readonly ref: { readonly name: string; readonly key: string };
  readonly reader: SecretReader;
  /** Something generates it in the namespace of the reader. */
  readonly isDrawn: boolean;
}
