import type { Provenance } from '../provenance';

/** What a histogram of first tokens can tell apart. A quantile beyond the highest finite bound reads as that bound, and one below the lowest as part of it. */
export interface FirstTokenBounds {
  /** Lowest bound, seconds. */
  readonly lowest: number;
  /** Highest finite bound, seconds. */
  readonly highest: number;
  /**
   * Flag by which users set other bounds.
   * @default - none
   */
  readonly setBy?: string;
  readonly provenance: Provenance;
}
