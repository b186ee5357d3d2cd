/** A quantized matrix that ranks cannot share, or of which it is not known whether they can. */
export interface SplitFault {
  /** The matrix in words, e.g. `experts`. */
  readonly matrix: string;
  /** Elements of it on each rank. */
  readonly perRank: number;
  /** What they have to be a multiple of. */
  readonly multiple: number;
  /** Why it is not known whether the engine loads it; null where it certainly does not. */
  readonly unknown: string | null;
}
