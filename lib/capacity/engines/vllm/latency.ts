/** vLLM under load: rows of 2025 and 2026 in test/data/perf.json, with the model under test left out. */
import type { EngineLatency } from '../../latency/engine-latency';

/** The first token is fitted on the rows in which every request finds room; closed loops with as many clients as requests. */
export const VLLM_LATENCY: EngineLatency = {
  band: { step: { mean: 0.13, low: 0.76, high: 1.56 }, firstToken: { mean: 0.2, low: 0.6, high: 1.6 } },
  correctedBand: { step: { mean: 0.09, low: 0.8, high: 1.25 }, firstToken: { mean: 0.39, low: 0.62, high: 1.6 } },
  firstToken: {
    compute: 1.43,
    expertCompute: 6.82,
    communication: 2.75,
    steps: 1.68,
    secondsPerLayer: 561e-6,
    seconds: 0.006,
    others: 0.07,
  },
  // Sizes are captured up to 512 unless told otherwise (vllm/config/vllm.py).
  promptGraphTokens: 512,
};
