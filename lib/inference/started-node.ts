/** The disk of a node that Karpenter starts, beside what a pod of a pool asks of it. */
export interface StartedNode {
  readonly pool: string;
  /** Node pool that Karpenter starts for it. */
  readonly nodePool: string;
  /** What a pod asks of the disk of its node, GiB; null where the size of the weights is not known. */
  readonly asksGiB: number | null;
  /** Disk of a node, GiB. */
  readonly diskGiB: number;
  /**
   * Prop that asks for the disk, with what helps.
   * @default - the weights of a pool
   */
  readonly askedBy?: { readonly prop: string; readonly value: unknown; readonly repair: string };
}

/** How long such a node stays, beside what a replica needs of it. */
export interface NodeLife {
  readonly pool: string;
  readonly nodePool: string;
  /** Seconds until a replica answers, as it is planned. */
  readonly startSeconds: number;
  /** Seconds that a pod has to answer what is in flight when it must go. */
  readonly graceSeconds: number;
  /** Hours after which the node is replaced. */
  readonly expireAfterHours: number;
  /** Minutes that its pods have when it goes. */
  readonly drainMinutes: number;
}
