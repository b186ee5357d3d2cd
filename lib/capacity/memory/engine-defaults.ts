/** What the engine takes when nothing is set: both limits come from one tier of device memory (vLLM `EngineArgs._set_default_args`). */
import type { GpuFacts } from '../../catalog/gpu-facts';

export interface AdmissionDefaults {
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
  readonly source: string;
}

const SOURCE = 'vLLM engine/arg_utils.py, defaults of the API server by device memory (2026-08)';
const HUGE: AdmissionDefaults = { maxNumSeqs: 1024, maxNumBatchedTokens: 16_384, source: SOURCE };
const LARGE: AdmissionDefaults = { maxNumSeqs: 1024, maxNumBatchedTokens: 8_192, source: SOURCE };
const SMALL: AdmissionDefaults = { maxNumSeqs: 256, maxNumBatchedTokens: 2_048, source: SOURCE };

/** ≥ 160 GiB, ≥ 70 GiB (the A100 excepted, by architecture), and the rest. */
export function admissionDefaults(gpu: GpuFacts): AdmissionDefaults {
  const memory = gpu.reportedMemoryGiB?.[0] ?? gpu.marketedMemoryGb;
  if (memory >= 160) return HUGE;
  if (memory >= 70 && gpu.architecture !== 'Ampere') return LARGE;
  return SMALL;
}
