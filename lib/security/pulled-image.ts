import { parseImage } from '../core/kubernetes/image-reference';
import type { Environment } from '../core/rule';
import type { PulledImages } from './rules/images-pinned';

/** An image that pods of a namespace pull. */
export interface PulledImage {
  /** As the cluster pulls it. */
  readonly image: string;
  /** As it is published: what a mirror copies. */
  readonly source: string;
  /** Path of the construct. */
  readonly usedBy: string;
}

/** What of the images of a namespace is pinned. Those that only Terraform knows are left out. */
export function pulledImages(images: Iterable<PulledImage>, environment: Environment): PulledImages {
  const names = [...new Set([...images].map(({ source }) => source))].sort().filter((source) => parseImage(source) !== null);
  return { environment, images: names, byTag: names.filter((source) => parseImage(source)?.digest === undefined) };
}
