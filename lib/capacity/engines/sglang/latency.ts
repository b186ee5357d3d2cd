/** SGLang under load: its published runs were made for throughput, and it looks for new requests only once in a number of steps. */
import type { EngineLatency } from '../../latency/engine-latency';

/** Rows of test/data/perf.json, with the model under test left out; with the defaults of the engine first tokens come up to seven times earlier (clean-latency.json). */
export const SGLANG_LATENCY: EngineLatency = {
  band: { step: { mean: 0.21, low: 0.66, high: 1.76 }, firstToken: { mean: 0.65, low: 0.13, high: 3 } },
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
