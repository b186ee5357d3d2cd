import type { GpuFacts } from '../gpu-facts';
import { imageReference } from '../pins/pin';
import type { Provenance } from '../provenance';
import type { EngineVersion } from './engine-version';

/** Container image. The digest is null until one is pinned. */
export interface EngineImage {
  /** Repository with its registry, e.g. `docker.io/vllm/vllm-openai`. */
  readonly name: string;
  readonly tag: string;
  /** `sha256:…` */
  readonly digest: string | null;
}

/** An image as a pod names it: by tag, and by digest where there is one. */
export function referenceOf(image: EngineImage): string {
  const byTag = imageReference({ ...image, version: image.tag });
  return image.digest === null ? byTag : `${byTag}@${image.digest}`;
}

/** Published images of an engine: for whose GPUs, from which release, and whether they run as the user of our pods. */
export interface PublishedImage {
  readonly vendor: GpuFacts['vendor'];
  /** Repository with its registry. */
  readonly name: string;
  /** First release that has it; null where every release has. */
  readonly since: string | null;
  /** First release that brings the user of our pods; null where none does. */
  readonly userSince: string | null;
  /** What happens before that release: the engine does not start, or it was not tested. */
  readonly withoutUser: 'does not start' | 'unknown';
  /** Folder with the chat templates of the examples; null where there is none. */
  readonly examplesFolder: string | null;
  /**
   * Compute capabilities of the cards that it is built for.
   * @default - every card of the vendor
   */
  readonly capabilities?: readonly number[];
  /**
   * What stands before the tag of the release.
   * @default - nothing
   */
  readonly tagPrefix?: string;
  readonly provenance: Provenance;
}

/** Whether a published image runs as the user of our pods. */
export type UserSupport = 'yes' | 'no' | 'unknown';

export function userSupport({ userSince, withoutUser }: PublishedImage, version: EngineVersion): UserSupport {
  if (userSince !== null && version.atLeast(version.peer(userSince))) return 'yes';
  return withoutUser === 'unknown' ? 'unknown' : 'no';
}

/** The image of a release for a card; undefined where none was published. */
export function publishedImage(images: readonly PublishedImage[], gpu: CardOfImage, version: EngineVersion): PublishedImage | undefined {
  return images.find((image) => isFor(image, gpu) && (image.since === null || version.atLeast(version.peer(image.since))));
}

/** What decides about the image of a card. */
export type CardOfImage = Pick<GpuFacts, 'vendor' | 'computeCapability'>;

export function isFor({ vendor, capabilities }: PublishedImage, gpu: CardOfImage): boolean {
  return vendor === gpu.vendor && (capabilities === undefined || capabilities.some((capability) => capability === gpu.computeCapability));
}
