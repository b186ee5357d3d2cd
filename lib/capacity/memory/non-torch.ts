/** Memory that grows outside the allocator while the model loads: communication buffers and libraries. It follows the link, the release and the number of ranks. */
import type { EngineVersion } from '../../catalog/engines/engine-version';
import type { GpuFacts } from '../../catalog/gpu-facts';
import type { TermEvidence } from '../types';
import { RELEASES } from './releases';

export interface NonTorchInput {
  readonly gpu: GpuFacts;
  readonly release: EngineVersion;
  readonly tensorParallel: number;
  /** Undefined when nobody said whether the optional bridge is there. */
  readonly nvlinkBridge?: boolean | undefined;
}

export interface NonTorch {
  readonly perGpuGiB: number;
  /** What a plan sets aside: the larger value where the link is not known. */
  readonly plannedGiB: number;
  readonly band: readonly [below: number, above: number];
  readonly evidence: TermEvidence;
  readonly source: string;
}

interface Cell {
  readonly gib: number;
  readonly band: readonly [number, number];
  readonly evidence: TermEvidence;
  readonly source: string;
}

const GOLDEN = 'vLLM 0.19 start-up logs, H100 80GB SXM, llm-d-planner accuracy study';
const EARLY = 'vLLM ≤ 0.16 start-up logs, H100 80GB, llm-d-planner constants';
const OTHER_CARDS = 'start-up logs in public issues: L40S TP 8 0.21, H200 TP 2 1.38, B200 TP 4 0.95';

const ALONE: { readonly firstCore: Cell; readonly early: Cell; readonly late: Cell } = {
  firstCore: { gib: 0.08, band: [0.05, 0.2], evidence: 'measured', source: 'public start-up logs of the first core, TP 1: 0.04–0.26' },
  early: { gib: 0.13, band: [0.05, 0.12], evidence: 'measured', source: `${EARLY}, TP 1` },
  late: { gib: 0.25, band: [0.02, 0.21], evidence: 'measured', source: `${GOLDEN}, TP 1: 0.24–0.46` },
};
const OVER_PCIE: Cell = { gib: 0.21, band: [0.1, 0.3], evidence: 'measured', source: OTHER_CARDS };
const OVER_NVLINK_EARLY: Cell = { gib: 0.57, band: [0.2, 0.9], evidence: 'measured', source: `${EARLY}, TP 2: 0.54–0.6` };
const OVER_NVLINK: readonly (Cell & { readonly upTo: number })[] = [
  { upTo: 2, gib: 2.08, band: [0.7, 0.05], evidence: 'measured', source: `${GOLDEN}, TP 2: 2.06–2.11; ${OTHER_CARDS}` },
  { upTo: 4, gib: 2.17, band: [1.2, 0.05], evidence: 'measured', source: `${GOLDEN}, TP 4: 2.13–2.21; ${OTHER_CARDS}` },
  {
    upTo: Number.POSITIVE_INFINITY,
    gib: 2.3,
    band: [1.3, 0.6],
    evidence: 'assumed',
    source: 'continued from TP 2 and TP 4; no TP 8 row over NVLink',
  },
];

export function nonTorchGrowth(input: NonTorchInput): NonTorch {
  const cell = cellOf(input);
  const unknownLink = input.tensorParallel > 1 && input.gpu.interconnect === 'nvlink-bridge' && input.nvlinkBridge === undefined;
  const widest = unknownLink ? overNvlink(input) : cell;
  return {
    perGpuGiB: cell.gib,
    plannedGiB: Math.max(cell.gib, widest.gib),
    band: unknownLink ? [cell.band[0], widest.gib + widest.band[1] - cell.gib] : cell.band,
    evidence: cell.evidence,
    source: cell.source,
  };
}

function cellOf(input: NonTorchInput): Cell {
  const { gpu, release, tensorParallel, nvlinkBridge } = input;
  if (tensorParallel === 1 && !release.atLeast(RELEASES.v1Core)) return ALONE.firstCore;
  if (tensorParallel === 1) return release.atLeast(RELEASES.largeCollectives) ? ALONE.late : ALONE.early;
  const linked = gpu.interconnect === 'nvlink' || gpu.interconnect === 'infinity-fabric' || nvlinkBridge === true;
  return linked ? overNvlink(input) : OVER_PCIE;
}

function overNvlink({ release, tensorParallel }: NonTorchInput): Cell {
  if (!release.atLeast(RELEASES.largeCollectives)) return OVER_NVLINK_EARLY;
  return OVER_NVLINK.find((row) => tensorParallel <= row.upTo) as Cell;
}

/** CUDA context of an engine process, GiB: beside the budget, but on the card (same logs: TP 1 0.51, TP 2 1.51–1.99, TP 4 1.53). */
export const contextGiB = (tensorParallel: number): number => (tensorParallel === 1 ? 0.51 : 1.75);
