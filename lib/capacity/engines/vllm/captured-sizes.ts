/** Batch sizes for which the engine captures CUDA graphs: 1, 2, 4, then steps of 8 to 256 and of 16 above (vllm/config/vllm.py). */

export interface CapturedSizes {
  /** Graphs of both kinds: piecewise ones for mixed batches, whole ones for decoding. */
  readonly graphs: number;
  /** Largest batch of a piecewise graph. */
  readonly largest: number;
}

/** Piecewise graphs go up to twice the admitted sequences, whole ones up to the sequences themselves; both at most to `ceiling`. */
export function capturedSizes(maxNumSeqs: number, maxNumBatchedTokens: number, ceiling: number): CapturedSizes {
  const largest = Math.min(2 * maxNumSeqs, ceiling, maxNumBatchedTokens);
  return { graphs: sizesUpTo(largest) + sizesUpTo(Math.min(maxNumSeqs, largest)), largest };
}

function sizesUpTo(largest: number): number {
  const small = [1, 2, 4].filter((size) => size <= largest).length;
  const eights = Math.max(0, Math.floor(Math.min(largest, 255) / 8));
  const sixteens = largest >= 256 ? Math.floor((largest - 256) / 16) + 1 : 0;
  return small + eights + sixteens;
}
