import { z } from 'zod';
import { brand, hasBrand } from '../core/brand';
import { definedOnly } from '../core/defined-only';
import { claimName } from '../core/kubernetes/claim-name';
import { diskGiB } from '../core/kubernetes/disk-size';
import { imageReference } from '../core/kubernetes/image-reference';
import { storageClassName } from '../core/kubernetes/storage-class-name';
import { alsoCalled } from '../core/meant';
import { notion } from '../core/notion';
import { isPlainObject } from '../core/plain-object';
import { readable } from '../core/readable';
import { parseProps } from '../core/schema';
import { groupId } from '../platform/storage-class';
import { type ObjectStore, type ObjectStoreWeightsProps, objectStoreSchema } from './object-store';

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
   * Size of the claim, whole GiB; at least that of the checkpoint, its adapters and drafters.
   * @default - the checkpoint and a fifth, and room for adapters and drafters: twice what they take, at least 8 GiB where the engine loads them
   */
  readonly sizeGiB?: number;
  /**
   * `ReadWriteMany` lets all replicas share the claim, `ReadWriteOnce` fits a single replica.
   * @default 'ReadWriteMany'
   */
  readonly accessMode?: ClaimAccessMode;
  /**
   * Rate at which a pod reads the volume, MB/s (10⁶ bytes): what a cold start is planned with.
   * @default 125, a network volume of the gp3 class
   */
  readonly readMBps?: number;
}

/** Weights that every pod downloads for itself. */
export interface EphemeralWeightsProps {
  /**
   * Storage class of a volume that each pod gets for itself and that goes with it, e.g. the local NVMe disks of the nodes.
   * @default - the disk of the node
   */
  readonly storageClass?: string;
  /**
   * Size of that volume, whole GiB; needs `storageClass`.
   * @default - the checkpoint and a fifth
   */
  readonly sizeGiB?: number;
  /**
   * Rate at which the download arrives, MB/s (10⁶ bytes): what a cold start is planned with.
   * @default 100, assumed
   */
  readonly readMBps?: number;
}

/** Weights that lie in an image. */
export interface ImageWeightsProps {
  /** Image with the weights, by tag or digest; it needs `sh` and `cp`, and files that everybody may read. */
  readonly image: string;
  /**
   * Folder of the image whose content the engine gets below its folder of weights.
   * @default '/models'
   */
  readonly path?: string;
  /**
   * Rate at which the image is pulled and copied, MB/s (10⁶ bytes): what a cold start is planned with.
   * @default 100, assumed
   */
  readonly readMBps?: number;
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
  /**
   * Rate at which a pod reads the volume, MB/s (10⁶ bytes): what a cold start is planned with.
   * @default 125, a network volume of the gp3 class
   */
  readonly readMBps?: number;
}

/** Where the weights come from. */
export type WeightsSource =
  | { readonly kind: 'ephemeral'; readonly props?: EphemeralWeightsProps }
  | { readonly kind: 'image'; readonly image: string; readonly path: string; readonly readMBps?: number | undefined }
  | ({ readonly kind: 'object-store' } & ObjectStore)
  | {
      readonly kind: 'existing-claim';
      readonly claimName: string;
      readonly accessMode: ClaimAccessMode;
      readonly group?: number | undefined;
      readonly readMBps?: number | undefined;
    }
  | { readonly kind: 'claim'; readonly props: WeightsClaimProps };

const readMBps = z.number().positive().max(1_000_000);

const accessModeSchema = z.enum(['ReadWriteMany', 'ReadWriteOnce']);

export const weightsClaimSchema = z.strictObject({
  storageClass: storageClassName.optional(),
  sizeGiB: alsoCalled(diskGiB().optional(), 'storageGiB', 'size', 'diskGiB', 'disk', 'storage'),
  accessMode: accessModeSchema.optional(),
  readMBps: readMBps.optional(),
});

export const ephemeralWeightsSchema = z
  .strictObject({
    storageClass: storageClassName.optional(),
    sizeGiB: alsoCalled(diskGiB().optional(), 'storageGiB', 'size', 'diskGiB', 'disk', 'storage'),
    readMBps: readMBps.optional(),
  })
  .refine(({ storageClass, sizeGiB }) => sizeGiB === undefined || storageClass !== undefined, {
    error: 'expected storageClass beside it: the disk of the node has the size that it has',
    path: ['sizeGiB'],
  });

export const imageWeightsSchema = z.strictObject({
  image: imageReference,
  path: notion('folder of an image', "an absolute path, e.g. '/models'", (text) => /^(?:\/[\w.-]+)+$/.test(text)).default('/models'),
  readMBps: readMBps.optional(),
});

export const existingWeightsClaimSchema = z.strictObject({
  claimName,
  accessMode: accessModeSchema.default('ReadWriteMany'),
  group: groupId.optional(),
  readMBps: readMBps.optional(),
});

/** Where a pool keeps the model weights between starts. A persistent claim turns a cold start of many minutes into one of few. */
export class Weights {
  /**
   * Downloaded from the hub into the pod at every start, before the engine starts. The engine sees no token, but its pod keeps the way to
   * the internet that the download needs; `claim` closes it.
   * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
   */
  static ephemeral(props: EphemeralWeightsProps = {}): Weights {
    const parsed = parseProps(ephemeralWeightsSchema, props, { path: 'Weights.ephemeral', className: 'Weights.ephemeral' });
    return new Weights({ kind: 'ephemeral', ...(Object.keys(parsed).length === 0 ? {} : { props: definedOnly(parsed) }) });
  }

  /**
   * In an image beside that of the engine, pulled by the node with the logins and through the mirror of the cluster, and copied into the pod before the engine starts.
   * A node that has pulled it has it. It holds a cache of the hub (`hub/models--…`), or what `checkpoint` names below `/models`. Nothing is downloaded from the hub.
   * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
   */
  static image(props: ImageWeightsProps): Weights {
    const parsed = parseProps(imageWeightsSchema, props, { path: 'Weights.image', className: 'Weights.image' });
    return new Weights({ kind: 'image', ...parsed });
  }

  /**
   * Read from an object store straight into the GPUs while the engine starts (Run:ai Model Streamer; docs/guides/engines.md says which engines do): no claim, no download and no copy on
   * a disk, many connections at once. The pods that serve keep the way to that store, and to nothing else. What is at the address is what is loaded: nothing is
   * compared with a checksum.
   * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
   */
  static objectStore(props: ObjectStoreWeightsProps): Weights {
    const parsed = parseProps(objectStoreSchema, props, { path: 'Weights.objectStore', className: 'Weights.objectStore' });
    return new Weights({ kind: 'object-store', ...parsed });
  }

  /**
   * Downloaded once into a claim that this pool makes, by Jobs that alone have the token and the way to the internet: one for the checkpoint, one for adapters
   * and drafters, which are added to the same claim. Another checkpoint or commit, class, access mode or size that is written here is another claim; the old one
   * goes with the last pod that uses it. A claim that is there keeps its size.
   * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
   */
  static claim(props: WeightsClaimProps = {}): Weights {
    const parsed = parseProps(weightsClaimSchema, props, { path: 'Weights.claim', className: 'Weights.claim' });
    return new Weights({ kind: 'claim', props: definedOnly(parsed) });
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

/** The store that weights are streamed from; undefined where they lie elsewhere. */
export const objectStoreOf = (weights: Weights | undefined): ObjectStore | undefined =>
  weights?.source.kind === 'object-store' ? weights.source : undefined;
