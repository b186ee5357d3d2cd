/** SGLang under load: its published runs were made for throughput, and it looks for new requests only once in a number of steps. */
import type { EngineLatency } from '../../latency/engine-latency';

/**
 * Rows of test/data/perf.json, with the model under test left out. Runs with the defaults of the engine, which nothing was fitted on (clean-latency.json),
 * widened two ends: first tokens come up to seven times earlier; tokens come up to 2.15 times later in nine of ten of 63 runs on cards of NVIDIA, and up to
 * 3.3 times in nine of ten of 25 on MI300X.
 */
export const SGLANG_LATENCY: EngineLatency = {
  band: { step: { mean: 0.21, low: 0.66, high: 2.15 }, firstToken: { mean: 0.65, low: 0.13, high: 3 } },
  stepHighOn: { AMD: 3.3 },
  correctedBand: { step: { mean: 0.12, low: 0.75, high: 1.35 }, firstToken: { mean: 0.52, low: 0.45, high: 2.2 } },
  firstToken: {
    compute: 1.38,
    expertCompute: 0,
    communication: 8.03,
    steps: 0,
    secondsPerLayer: 3325e-6,
    seconds: 0,
    others: 0.15,
  },
};
