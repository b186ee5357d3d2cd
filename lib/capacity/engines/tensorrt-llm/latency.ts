/** TensorRT-LLM under load: its published runs were made for throughput. */
import type { EngineLatency } from '../../latency/engine-latency';

/** Rows of test/data/perf.json, with the model under test left out; short prompts alone on a server come up to four times earlier (clean-latency.json). */
export const TENSORRT_LLM_LATENCY: EngineLatency = {
  band: { step: { mean: 0.15, low: 0.68, high: 1.52 }, firstToken: { mean: 0.47, low: 0.25, high: 3 } },
  correctedBand: { step: { mean: 0.17, low: 0.7, high: 1.42 }, firstToken: { mean: 1.58, low: 0.33, high: 3.1 } },
  firstToken: {
    compute: 1.7,
    expertCompute: 4.34,
    communication: 2.61,
    steps: 6.22,
    secondsPerLayer: 0,
    seconds: 0.0661,
    others: 0.05,
  },
};
