import type { SecretRead } from './secrets-read';

/** A Secret that is brought from a store, and pods that read a Secret of its name. */
export interface ReadExternalSecret {
  readonly secret: string;
  readonly keys: readonly string[];
  readonly type: string;
  /** Namespace that it is brought to. */
  readonly namespace: string;
  readonly read: SecretRead;
}
