/** A variable of `env` that the download reads. */
export interface LeadingVariable {
  readonly name: string;
  readonly value: string;
  /** It names a proxy, not the hub itself. */
  readonly isProxy: boolean;
  /** Host of the address; undefined where the value is no address. */
  readonly host: string | undefined;
  /** Why the pods do not get there; undefined where they do, as far as can be known. */
  readonly closed: 'no address' | 'not public' | 'not named' | 'another proxy' | undefined;
}
