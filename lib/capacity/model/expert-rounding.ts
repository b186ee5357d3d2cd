/** To what kernels of quantized experts round up the sizes of what a rank holds: what is added is loaded, and takes memory. */

/** Both in elements; 1: as it is. */
export interface ExpertRounding {
  /** Of an expert's intermediate size on one rank. */
  readonly width: number;
  readonly hidden: number;
}

/** Triton's kernels of Hopper keep the hidden size; their layout rounds the width: gpt-oss 2,880 → 3,072 loads 13.4 GiB instead of 12.8 (llm-d-planner logs). */
export const TRITON: ExpertRounding = { width: 256, hidden: 1 };
