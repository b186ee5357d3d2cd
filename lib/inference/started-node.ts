/** The disk of a node that Karpenter starts, beside what a pod of a pool asks of it. */
export interface StartedNode {
  readonly pool: string;
  /** Node pool that Karpenter starts for it. */
  readonly nodePool: string;
  /** What a pod asks of the disk of its node, GiB; null where the size of the weights is not known. */
  readonly asksGiB: number | null;
  /** Disk of a node, GiB. */
  readonly diskGiB: number;
}
