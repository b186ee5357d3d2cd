/** Memory that grows outside the allocator while the model loads: communication buffers and libraries. */
import type { TermEvidence } from '../types';

export interface NonTorch {
  readonly perGpuGiB: number;
  readonly evidence: TermEvidence;
  readonly source: string;
}

const ROWS = 'llm-d-planner start-up logs, vLLM 0.19, H100 80GB';

/** Means of the measured growth by tensor parallel size. */
const BY_TENSOR_PARALLEL: readonly (NonTorch & { readonly upTo: number })[] = [
  { upTo: 1, perGpuGiB: 0.25, evidence: 'measured', source: `${ROWS}, TP 1: 0.24–0.27` },
  { upTo: 2, perGpuGiB: 2.08, evidence: 'measured', source: `${ROWS}, TP 2: 2.06–2.11` },
  { upTo: 4, perGpuGiB: 2.17, evidence: 'measured', source: `${ROWS}, TP 4: 2.13–2.21` },
  { upTo: Number.POSITIVE_INFINITY, perGpuGiB: 2.3, evidence: 'assumed', source: 'continued from TP 2 and TP 4; no TP 8 row' },
];

export function nonTorchGrowth(tensorParallel: number): NonTorch {
  return BY_TENSOR_PARALLEL.find((row) => tensorParallel <= row.upTo) as NonTorch;
}
