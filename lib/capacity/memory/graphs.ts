/** CUDA graphs: inside the budget since vLLM 0.21, allocated beside it before. */
import type { TermEvidence } from '../types';
import { GRAPH_GIB } from './calibration';
import type { EngineRelease } from './engine-release';

export interface Graphs {
  /** Taken from the KV pool. */
  readonly insideGiB: number;
  /** Allocated outside the budget; it can still exhaust the card. */
  readonly outsideGiB: number;
  readonly evidence: TermEvidence;
  readonly source: string;
}

export function graphMemory(release: EngineRelease, runsGraphs: boolean): Graphs {
  if (!runsGraphs) return { insideGiB: 0, outsideGiB: 0, evidence: 'exact', source: 'no CUDA graphs' };
  const { value, evidence, source } = GRAPH_GIB;
  return release.atLeast(0, 21)
    ? { insideGiB: value, outsideGiB: 0, evidence, source: `${source}; subtracted from the budget since vLLM 0.21` }
    : { insideGiB: 0, outsideGiB: value, evidence, source: `${source}; outside the budget before vLLM 0.21` };
}
