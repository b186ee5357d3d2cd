/** Where a pool keeps the model weights between starts. A persistent claim turns a cold start of many minutes into one of few. */
const BRAND = Symbol.for('cdktf-agent-fleet.Weights');

export interface WeightsClaimProps {
  /**
   * Storage class of the claim; it must support the access mode.
   * @default - the default class of the cluster
   */
  readonly storageClass?: string;
  /**
   * Size of the claim, GiB.
   * @default - the checkpoint and a fifth
   */
  readonly sizeGiB?: number;
  /**
   * `ReadWriteMany` lets all replicas share the claim, `ReadWriteOnce` fits a single node.
   * @default 'ReadWriteMany'
   */
  readonly accessMode?: 'ReadWriteMany' | 'ReadWriteOnce';
}

export type WeightsSource =
  | { readonly kind: 'ephemeral' }
  | { readonly kind: 'existing-claim'; readonly claimName: string }
  | { readonly kind: 'claim'; readonly props: WeightsClaimProps };

export class Weights {
  /** Downloaded from the hub into the pod at every start. */
  static ephemeral(): Weights {
    return new Weights({ kind: 'ephemeral' });
  }

  /** Downloaded once into a claim that this pool makes. */
  static claim(props: WeightsClaimProps = {}): Weights {
    return new Weights({ kind: 'claim', props });
  }

  /** A claim that exists; the first replica fills what is missing. */
  static existingClaim(claimName: string): Weights {
    return new Weights({ kind: 'existing-claim', claimName });
  }

  static isWeights(value: unknown): value is Weights {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  private constructor(readonly source: WeightsSource) {
    Object.defineProperty(this, BRAND, { value: true });
  }
}
