/** An image that pods of a namespace pull. */
export interface PulledImage {
  /** As the cluster pulls it. */
  readonly image: string;
  /** As it is published: what a mirror copies. */
  readonly source: string;
  /** Path of the construct. */
  readonly usedBy: string;
}
