/** Batch sizes for which the engine captures a CUDA graph: 1, 2, 4, then steps of 8 to 256 and of 16 above (vllm/config/vllm.py). */

/** Number of sizes and the largest of them. */
export interface CapturedSizes {
  readonly count: number;
  readonly largest: number;
}

/** Up to twice the admitted sequences, at most `ceiling`, never more than one batch. */
export function capturedSizes(maxNumSeqs: number, maxNumBatchedTokens: number, ceiling: number): CapturedSizes {
  const largest = Math.min(2 * maxNumSeqs, ceiling, maxNumBatchedTokens);
  const small = [1, 2, 4].filter((size) => size <= largest).length;
  const eights = Math.max(0, Math.floor(Math.min(largest, 255) / 8));
  const sixteens = largest >= 256 ? Math.floor((largest - 256) / 16) + 1 : 0;
  return { count: small + eights + sixteens, largest };
}
