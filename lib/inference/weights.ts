import { z } from 'zod';
import { brand, hasBrand } from '../core/brand';
import { claimName } from '../core/kubernetes/claim-name';
import { diskGiB } from '../core/kubernetes/disk-size';
import { storageClassName } from '../core/kubernetes/storage-class-name';
import { isPlainObject } from '../core/plain-object';
import { readable } from '../core/readable';
import { parseProps } from '../core/schema';
import { groupId } from '../platform/storage-class';

/** How many nodes may mount a claim. */
export type ClaimAccessMode = 'ReadWriteMany' | 'ReadWriteOnce';

/** A claim that the library makes for the weights. */
export interface WeightsClaimProps {
  /**
   * Storage class of the claim; it must support the access mode.
   * @default - the default class of the cluster
   */
  readonly storageClass?: string;
  /**
   * Size of the claim, whole GiB; at least the size of the checkpoint.
   * @default - the checkpoint and a fifth
   */
  readonly sizeGiB?: number;
  /**
   * `ReadWriteMany` lets all replicas share the claim, `ReadWriteOnce` fits a single replica.
   * @default 'ReadWriteMany'
   */
  readonly accessMode?: ClaimAccessMode;
}

/** A claim that exists and holds the weights. */
export interface ExistingWeightsClaimProps {
  /**
   * Access mode that the claim has. With `ReadWriteOnce` the pool may have one replica.
   * @default 'ReadWriteMany'
   */
  readonly accessMode?: ClaimAccessMode;
  /**
   * Group that may read the files, where the class of the claim ignores fsGroup and others may not read them.
   * @default - the group of the engine's image is enough
   */
  readonly group?: number;
}

/** Where the weights come from. */
export type WeightsSource =
  | { readonly kind: 'ephemeral' }
  | {
      readonly kind: 'existing-claim';
      readonly claimName: string;
      readonly accessMode: ClaimAccessMode;
      readonly group?: number | undefined;
    }
  | { readonly kind: 'claim'; readonly props: WeightsClaimProps };

const accessModeSchema = z.enum(['ReadWriteMany', 'ReadWriteOnce']);

export const weightsClaimSchema = z.strictObject({
  storageClass: storageClassName.optional(),
  sizeGiB: diskGiB().optional(),
  accessMode: accessModeSchema.optional(),
});

export const existingWeightsClaimSchema = z.strictObject({
  claimName,
  accessMode: accessModeSchema.default('ReadWriteMany'),
  group: groupId.optional(),
});

/** Where a pool keeps the model weights between starts. A persistent claim turns a cold start of many minutes into one of few. */
export class Weights {
  /**
   * Downloaded from the hub into the pod at every start, before the engine starts. The engine sees no token, but its pod keeps the way to
   * the internet that the download needs; `claim` closes it.
   */
  static ephemeral(): Weights {
    return new Weights({ kind: 'ephemeral' });
  }

  /**
   * Downloaded once into a claim that this pool makes, by a Job that alone has the token and the way to the internet. Another model, size,
   * class or access mode is another claim; the old one goes with the last pod that uses it.
   * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
   */
  static claim(props: WeightsClaimProps = {}): Weights {
    parseProps(weightsClaimSchema, props, { path: 'Weights.claim', className: 'Weights.claim' });
    return new Weights({ kind: 'claim', props });
  }

  /**
   * A claim that exists in the namespace of the pool and holds everything that the engine loads, as a cache of the hub (`hub/models--…`) or
   * at the path that `checkpoint` names below `/models`. Engines that read no such cache say in docs/guides/engines.md what they read. Nothing is downloaded.
   * @throws FleetSpecError AF-SPEC-001 when Kubernetes accepts no claim of that name.
   */
  static existingClaim(claim: string, props: ExistingWeightsClaimProps = {}): Weights {
    const context = { path: 'Weights.existingClaim', className: 'Weights.existingClaim' };
    // A text spreads into a key for each of its characters.
    const given = () => (isPlainObject(props) ? { ...props, claimName: claim } : props);
    const parsed = readable(props, context, () => parseProps(existingWeightsClaimSchema, given(), context));
    return new Weights({ kind: 'existing-claim', ...parsed });
  }

  /** Recognises values of this class by their brand, so that two copies of the library agree. */
  static isWeights(value: unknown): value is Weights {
    return hasBrand(value, 'Weights');
  }

  private constructor(readonly source: WeightsSource) {
    brand(this, 'Weights');
  }
}
