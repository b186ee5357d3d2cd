/** What the latency estimate needs to know of an engine: the factors of its first token, and how far published runs were off. */
import type { Gpu } from '../../catalog/gpu';
import type { GpuFacts } from '../../catalog/gpu-facts';

/** Factors on the time at peak, or as the name says. */
export interface FirstTokenFormula {
  readonly compute: number;
  readonly expertCompute: number;
  readonly communication: number;
  readonly steps: number;
  readonly secondsPerLayer: number;
  /**
   * Beside that, of a layer with experts: routing, sorting and the two grouped products are launched one by one as well.
   * @default 0
   */
  readonly secondsPerExpertLayer?: number;
  readonly seconds: number;
  /** Of the prompt of every other request that runs: prompts of one batch are computed together or one after the other. */
  readonly others: number;
}

/** Factors on the estimate: nine of ten measured runs lie between `low` and `high` times what was said. */
export interface Spread {
  /** Mean relative error. */
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** How far the estimate was off, for the time of a step and of a first token. */
export interface LatencyBand {
  readonly step: Spread;
  readonly firstToken: Spread;
}

/** Figures of one engine, from published runs of models that the estimate was not fitted on; `npm run accuracy` prints the coverage. */
export interface EngineLatency {
  readonly band: LatencyBand;
  /** What is left when a number of your own corrects the estimate, and another load of the same replica is asked. */
  readonly correctedBand: LatencyBand;
  readonly firstToken: FirstTokenFormula;
  /**
   * The upper end of the band of a step on cards of a vendor, where runs on them were further off.
   * @default - that of all cards
   */
  readonly stepHighOn?: Readonly<Partial<Record<GpuFacts['vendor'], number>>>;
  /**
   * Tokens of a prompt up to which its layers are in captured graphs: they are not launched one by one then.
   * @default 0, prompts run outside of graphs
   */
  readonly promptGraphTokens?: number;
  /**
   * It looks for new requests once in `ReplicaSpec.schedulerRecvInterval` steps that write tokens.
   * @default false, before every step
   */
  readonly receivesByInterval?: boolean;
}

/**
 * What the server takes for each request before the engine sees it, when many arrive together: it reads and tokenizes them one after the other. 128 prompts of
 * 12 tokens had their first token after 165 to 285 ms on vLLM and TensorRT-LLM, one after 15 to 35 (test/data/clean-latency.json).
 */
export const SECONDS_PER_ARRIVAL = 1.5e-3;

/** The band of a replica on its card. */
export function bandOn({ band, stepHighOn }: EngineLatency, { facts }: Gpu): LatencyBand {
  const high = stepHighOn?.[facts.vendor];
  return high === undefined ? band : { ...band, step: { ...band.step, high } };
}

/** Nothing is off where it was measured. */
export const MEASURED: Spread = { mean: 0, low: 1, high: 1 };
