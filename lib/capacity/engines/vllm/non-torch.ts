/** Memory that grows outside the allocator while the model loads: communication buffers and libraries. It follows the link, the release and the number of ranks. */
import type { EngineVersion } from '../../../catalog/engines/engine-version';
import type { GpuFacts } from '../../../catalog/gpu-facts';
import { isUnified } from '../../../catalog/reported-cards';
import type { TermEvidence } from '../../replica-supply';
import type { EngineCore } from './engine-core';
import { RELEASES } from './releases';

export interface NonTorchInput {
  readonly gpu: GpuFacts;
  readonly release: EngineVersion;
  readonly tensorParallel: number;
  readonly core: EngineCore;
  /** The first core took no snapshot of the card: its own CUDA context counts. @default false */
  readonly countsContext?: boolean;
  /** Undefined when it is not given whether the optional bridge is there. */
  readonly nvlinkBridge?: boolean | undefined;
}

export interface NonTorch {
  readonly perGpuGiB: number;
  /** What a plan sets aside: the larger value where the link is not known; what recent releases count besides is in its reserve for graphs. */
  readonly plannedGiB: number;
  readonly band: readonly [below: number, above: number];
  /** How much more some machines took, and others of their kind did not. */
  readonly someGiB: number;
  /** How much more it may be where the link is not given. */
  readonly linkGiB: number;
  readonly evidence: TermEvidence;
  readonly source: string;
}

interface Cell {
  readonly gib: number;
  readonly band: readonly [number, number];
  /** GiB that some machines took more, and others of their kind did not. @default 0 */
  readonly someGib?: number;
  /** What a plan sets aside where one log says less than others of its kind. @default gib */
  readonly plannedGib?: number;
  readonly evidence: TermEvidence;
  readonly source: string;
}

const GOLDEN = 'vLLM 0.19 start-up logs, H100 80GB SXM, llm-d-planner accuracy study';
const EARLY = 'vLLM ≤ 0.16 start-up logs, H100 80GB, llm-d-planner constants';
const OTHER_CARDS = 'start-up logs in public issues: L40S TP 8 0.21, H200 TP 2 1.38, B200 TP 4 0.95';

const ALONE: Readonly<Record<'firstCore' | 'early' | 'late' | 'lateElsewhere' | 'consumed', Cell>> = {
  firstCore: { gib: 0.08, band: [0.05, 0.2], evidence: 'measured', source: 'public start-up logs of the first core, TP 1: 0.04–0.26' },
  early: { gib: 0.13, band: [0.05, 0.12], evidence: 'measured', source: `${EARLY}, TP 1` },
  consumed: {
    gib: 0.4,
    band: [0.25, 0.35],
    evidence: 'measured',
    source: 'public start-up logs of 0.28 and 0.29: 0.19 on L4, 0.46 and about 0.6 on RTX 5090',
  },
  lateElsewhere: {
    gib: 0.2,
    band: [0.2, 0.15],
    plannedGib: 0.25,
    evidence: 'measured',
    source: 'public start-up logs of 0.24 and 0.26 on A100, TP 1: 0.0–0.07 and 0.17; libraries of Hopper take more',
  },
  late: {
    gib: 0.25,
    band: [0.02, 0.05],
    someGib: 0.21,
    evidence: 'measured',
    source: `${GOLDEN}, TP 1: 0.24–0.26, models of Granite 0.46`,
  },
};
/** Libraries of ROCm keep more than those of CUDA. */
const AMD_SOURCE =
  'start-up logs of R9700, vLLM 0.11 to 0.13: 0.45–0.7, with other compilers or a cold cache 1.7 to 3.5; MI300X, first core of 0.9: 0.66';
const ON_AMD: Cell = { gib: 0.6, band: [0.2, 3.5], evidence: 'measured', source: AMD_SOURCE };
const OVER_PCIE_ON_AMD: Cell = { gib: 0.45, band: [0.15, 3], evidence: 'measured', source: AMD_SOURCE };
const OVER_PCIE: Cell = { gib: 0.21, band: [0.1, 0.3], evidence: 'measured', source: OTHER_CARDS };
/** One log: how far the older figure still holds is not known, so it is in the band. */
const OVER_PCIE_WIDE: Cell = {
  gib: 1.7,
  band: [1.5, 0.3],
  evidence: 'measured',
  source: 'public start-up log of 0.27, four ranks over PCIe: 1.7',
};
/** Two ranks of those releases were not seen: as before, and up to what four take. */
const OVER_PCIE_LATE: Cell = { ...OVER_PCIE, someGib: 1.5 };
/** Pairs of RTX 5090 had 1.3 GiB (0.17.0) and 1.6 GiB (0.26.0) less than every formula in two repositories, and none less in two others: not explained. */
const OVER_PCIE_DESKTOP_BLACKWELL: Cell = OVER_PCIE_LATE;
/** Four ranks of data-centre Blackwell kept less than Hopper's in the one log there is: the band reaches to Hopper's figure, and a plan takes that. */
const OVER_NVLINK_BLACKWELL: Cell = {
  gib: 0.95,
  band: [0.5, 1.3],
  plannedGib: 2.17,
  evidence: 'measured',
  source: 'public start-up log of GLM-5.2-NVFP4 on 4 × GB200, vLLM 0.26.0: 0.95',
};
const OVER_NVLINK_EARLY: Cell = { gib: 0.57, band: [0.45, 0.9], evidence: 'measured', source: `${EARLY}, TP 2: 0.54–0.6` };
/** The first core counted everything from its first snapshot on. */
const OVER_NVLINK_FIRST_CORE: Cell = {
  gib: 1.6,
  band: [1.1, 0.6],
  evidence: 'measured',
  source: 'public start-up logs of 0.7.2 on A100: TP 2 1.54, TP 8 2.10',
};
/** The communicators themselves counted until 0.10.2: the snapshot was taken before them. */
const OVER_NVSWITCH_EARLY: Cell = {
  gib: 2.3,
  band: [1, 0.4],
  evidence: 'measured',
  source: 'public start-up logs, Qwen3-32B on H100, vLLM 0.10.0: 2.3 with eight ranks, 2.2 with four',
};
const OVER_NVSWITCH_MIDDLE: Cell = {
  gib: 0.65,
  band: [0.3, 1.2],
  evidence: 'measured',
  source: `public start-up log, Qwen3-30B-A3B on 2 × H100, vLLM 0.12.0: 0.65; ${EARLY}, TP 2`,
};
/** Eight ranks keep more buffers than two; it is not published how much of what is missing here are weights. */
const OVER_NVSWITCH_MIDDLE_WIDE: Cell = {
  gib: 1.4,
  band: [1, 0.6],
  evidence: 'measured',
  source: 'public start-up log, Kimi-K2-Thinking on 8 × H200, vLLM 0.11.1: at most 1.7',
};
const OVER_OLD_NVLINK: Cell = { gib: 0.25, band: [0.15, 0.5], evidence: 'measured', source: 'public start-up logs, two linked RTX 3090' };
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
  const cell = isUnified(input.gpu) ? UNIFIED : withContext(input, cellOf(input));
  const unknownLink = input.tensorParallel > 1 && input.gpu.interconnect === 'nvlink-bridge' && input.nvlinkBridge === undefined;
  const widest = unknownLink ? overNvlink(input) : cell;
  return {
    perGpuGiB: cell.gib,
    plannedGiB: cell === ALONE.consumed ? ALONE.late.gib : Math.max(cell.plannedGib ?? cell.gib, widest.plannedGib ?? widest.gib),
    band: cell.band,
    someGiB: cell.someGib ?? 0,
    linkGiB:
      widest === cell
        ? 0
        : Math.max(0, widest.gib - cell.gib) + Math.max(0, widest.band[1] + (widest.someGib ?? 0) - cell.band[1] - (cell.someGib ?? 0)),
    evidence: cell.evidence,
    source: cell.source,
  };
}

/** The second core of 0.8 counted everything on the card that its allocator had not: the CUDA context and the windows of other processes with it. */
function withContext(input: NonTorchInput, cell: Cell): Cell {
  if (input.core === 'first') return input.countsContext === true ? plusContext(cell, input.gpu) : cell;
  if (input.release.atLeast(RELEASES.snapshotOfCard)) return cell;
  const context = contextGiB(isLinked(input) ? input.tensorParallel : 1);
  return { ...cell, gib: cell.gib + context, band: [cell.band[0] + context, cell.band[1] + 0.4] };
}

/**
 * CUDA context of the first core, GiB, beside the growth of 0.08: public start-up logs of 0.6.3 to 0.6.5 with one rank show 0.52 to 0.65 on A100, 0.33
 * to 0.45 on A10, A40 and RTX 3090; those of 0.6.6 0.06 to 0.23.
 */
const EARLY_CONTEXT_GIB = { large: 0.47, small: 0.28 } as const;

function plusContext(cell: Cell, { computeCapability }: GpuFacts): Cell {
  const context = EARLY_CONTEXT_GIB[computeCapability === 8 || computeCapability === 9 ? 'large' : 'small'];
  return { ...cell, gib: cell.gib + context, band: [cell.band[0] + 0.1, cell.band[1] + 0.15] };
}

/** Where CPU and GPU share one memory, the file cache that loading fills leaves the free memory as well. */
const UNIFIED: Cell = {
  gib: 0.5,
  band: [1.5, 4.5],
  evidence: 'measured',
  source: 'public start-up logs of GB10: about 0.5 (0.13.0), 4.6 (0.27.1), 4.9 (0.25.1); 1.8 GiB less than all formulas (0.20.0)',
};

/** Switches of Hopper and newer multiply what one card sends; the buffers for it are what makes collectives large. */
const multicasts = ({ computeCapability }: GpuFacts) => (computeCapability ?? 9) >= 9;

/** Data-centre parts are of compute capability 10. */
const isBlackwell = ({ computeCapability }: GpuFacts) => Math.floor(computeCapability ?? 0) === 10;

const isDesktopBlackwell = ({ computeCapability }: GpuFacts) => Math.floor(computeCapability ?? 0) === 12;

const isLinked = ({ gpu, nvlinkBridge, tensorParallel }: NonTorchInput) =>
  tensorParallel > 1 && (gpu.interconnect === 'nvlink' || gpu.interconnect === 'infinity-fabric' || nvlinkBridge === true);

function cellOf(input: NonTorchInput): Cell {
  const { release, tensorParallel } = input;
  if (input.gpu.vendor === 'AMD' && !isLinked(input)) return tensorParallel === 1 ? ON_AMD : OVER_PCIE_ON_AMD;
  if (tensorParallel === 1 && input.core === 'first') return ALONE.firstCore;
  if (tensorParallel === 1 && release.atLeast(RELEASES.countsAllConsumed)) return ALONE.consumed;
  if (tensorParallel === 1) return aloneOf(input);
  return isLinked(input) ? overNvlink(input) : overPcie(input);
}

function aloneOf({ gpu, release }: NonTorchInput): Cell {
  if (!release.atLeast(RELEASES.largeCollectives)) return ALONE.early;
  return multicasts(gpu) && !isDesktopBlackwell(gpu) ? ALONE.late : ALONE.lateElsewhere;
}

function overPcie({ gpu, release, tensorParallel }: NonTorchInput): Cell {
  if (!release.atLeast(RELEASES.largeOverPcie)) return isDesktopBlackwell(gpu) ? OVER_PCIE_DESKTOP_BLACKWELL : OVER_PCIE;
  return tensorParallel >= 4 ? OVER_PCIE_WIDE : OVER_PCIE_LATE;
}

function overNvlink({ core, gpu, release, tensorParallel }: NonTorchInput): Cell {
  if (core === 'first') return OVER_NVLINK_FIRST_CORE;
  if (!release.atLeast(RELEASES.onlyV1)) return tensorParallel >= 4 && multicasts(gpu) ? OVER_NVSWITCH_EARLY : OVER_NVLINK_EARLY;
  if (!multicasts(gpu)) return OVER_OLD_NVLINK;
  if (!release.atLeast(RELEASES.largeCollectives)) return tensorParallel >= 8 ? OVER_NVSWITCH_MIDDLE_WIDE : OVER_NVSWITCH_MIDDLE;
  if (isBlackwell(gpu) && tensorParallel === 4) return OVER_NVLINK_BLACKWELL;
  return OVER_NVLINK.find((row) => tensorParallel <= row.upTo) as Cell;
}

/** CUDA context of an engine process, GiB: beside the budget, but on the card (same logs: TP 1 0.51, TP 2 1.51–1.99, TP 4 1.53). */
export const contextGiB = (tensorParallel: number): number => (tensorParallel === 1 ? 0.51 : 1.75);
