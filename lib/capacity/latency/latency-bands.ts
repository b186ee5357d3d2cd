/**
 * How far the laws were off on published runs of models that they were not fitted on; `npm run accuracy` prints the coverage. Factors stand on the
 * estimate: nine of ten measured runs lie between `low` and `high` times what was said.
 */

/** Engines whose runs were compared. Any other gets the law of vLLM and the widest band. */
export type LatencyEngine = 'vllm' | 'sglang' | 'tensorrt-llm' | 'other';

export interface Spread {
  /** Mean relative error. */
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface LatencyBand {
  readonly step: Spread;
  readonly firstToken: Spread;
}

const SGLANG: LatencyBand = { step: { mean: 0.21, low: 0.66, high: 1.76 }, firstToken: { mean: 0.65, low: 0.2, high: 3 } };

/** Runs of 2025 and 2026 in test/data/perf.json, with the model under test left out. */
export const LATENCY_BANDS: Readonly<Record<LatencyEngine, LatencyBand>> = {
  vllm: { step: { mean: 0.13, low: 0.76, high: 1.56 }, firstToken: { mean: 0.2, low: 0.6, high: 1.6 } },
  sglang: SGLANG,
  'tensorrt-llm': { step: { mean: 0.15, low: 0.68, high: 1.52 }, firstToken: { mean: 0.46, low: 0.38, high: 3 } },
  other: SGLANG,
};

const SGLANG_CORRECTED: LatencyBand = { step: { mean: 0.12, low: 0.75, high: 1.35 }, firstToken: { mean: 0.52, low: 0.45, high: 2.2 } };

/** What is left when a number of your own corrects the law, and another load of the same replica is asked: pairs of runs of one replica in those rows. */
export const CORRECTED_BANDS: Readonly<Record<LatencyEngine, LatencyBand>> = {
  vllm: { step: { mean: 0.09, low: 0.8, high: 1.25 }, firstToken: { mean: 0.39, low: 0.62, high: 1.6 } },
  sglang: SGLANG_CORRECTED,
  'tensorrt-llm': { step: { mean: 0.17, low: 0.7, high: 1.42 }, firstToken: { mean: 1.58, low: 0.33, high: 3.1 } },
  other: SGLANG_CORRECTED,
};

export const MEASURED: Spread = { mean: 0, low: 1, high: 1 };
