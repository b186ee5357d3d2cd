/** SGLang under load: it may be told to look for new requests only once in a number of steps, and its published runs were made for throughput. */
import type { EngineLatency } from '../../latency/engine-latency';

/**
 * The first token is fitted on the rows of test/data/perf.json whose recipe says how often the scheduler looks for requests and in which every request finds
 * room: 97 runs, of which 93 are of three models with experts and with latent or linear attention. `npm run accuracy` refits it without the model under test.
 *
 * The ends of the bands also hold runs that nothing was fitted on. First tokens: 64 runs whose interval is not known, and which come up to five times later,
 * and 88 runs with the defaults of the engine (clean-latency.json), which come up to four and a half times earlier. Tokens of those come up to 2.15 times
 * later in nine of ten of 63 runs on cards of NVIDIA, and up to 3.3 times in nine of ten of 25 on MI300X.
 */
export const SGLANG_LATENCY: EngineLatency = {
  band: { step: { mean: 0.21, low: 0.66, high: 2.15 }, firstToken: { mean: 0.6, low: 0.22, high: 5 } },
  stepHighOn: { AMD: 3.3 },
  receivesByInterval: true,
  correctedBand: { step: { mean: 0.12, low: 0.75, high: 1.35 }, firstToken: { mean: 0.52, low: 0.45, high: 2.2 } },
  firstToken: {
    compute: 1.15,
    expertCompute: 0,
    communication: 7.0,
    steps: 0,
    secondsPerLayer: 492e-6,
    secondsPerExpertLayer: 2677e-6,
    seconds: 0.0052,
    others: 0.08,
  },
};
