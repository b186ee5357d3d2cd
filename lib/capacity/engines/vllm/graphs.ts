/** CUDA graphs: how much they take, and whether the release takes it out of the budget or beside it. */
import type { EngineVersion } from '../../../catalog/engines/engine-version';
import type { GpuFacts } from '../../../catalog/gpu-facts';
import type { ModelFacts } from '../../../catalog/model-facts';
import { toGiB } from '../../../core/units';
import type { TermEvidence } from '../../replica-supply';
import { GRAPHS } from './calibration';
import { capturedSizes } from './captured-sizes';
import { laterCore } from './engine-core';
import { RELEASES } from './releases';
import { indexerGraphBytes } from './sparse-latents';

export interface GraphInput {
  readonly facts: ModelFacts;
  readonly gpu: GpuFacts;
  readonly release: EngineVersion;
  readonly tensorParallel: number;
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
  readonly enforceEager: boolean;
  /** @default 0, which leaves out what an indexer captures */
  readonly maxContextTokens?: number;
}

export interface Graphs {
  /** What the captures take. */
  readonly capturedGiB: number;
  /** Part of it that comes out of the KV pool. */
  readonly insideGiB: number;
  /** Part of it that is allocated beside the budget. */
  readonly outsideGiB: number;
  /** Uncertainty of the inside part, GiB below and above. */
  readonly band: readonly [below: number, above: number];
  readonly evidence: TermEvidence;
  readonly source: string;
}

export function graphMemory(input: GraphInput): Graphs {
  const captured = input.enforceEager || input.facts.attentionKind === 'encoder' ? 0 : capturedGiB(input);
  const placed = placement(input);
  const inside = placed.inside ? captured * placed.factor : 0;
  return {
    capturedGiB: captured,
    insideGiB: inside,
    outsideGiB: Math.max(0, captured - inside),
    band: captured === 0 || !placed.inside ? [0, 0] : bandOf(captured, inside, placed),
    evidence: captured === 0 ? 'exact' : 'fitted',
    source: captured === 0 ? 'no CUDA graphs' : `captured sizes × layers; ${placed.why}; ${GRAPHS.base.source}`,
  };
}

const bandOf = (captured: number, inside: number, { spread }: Placement): Graphs['band'] => {
  const gib = 2 * GRAPHS.error.value + spread * captured;
  return [Math.min(inside, gib), gib];
};

/** Sizes that a full capture counts, and the largest of them: the shares of the formula are relative to it. */
const FULL = { graphs: 102, largest: 512 } as const;

/**
 * Kernels of every layer in every graph; buffers and workspaces as large as the largest batch. Qwen3-30B-A3B in fp8 on H100 with batches up to 128
 * (0.22.1) captured 0.22 GiB: workspaces of attention and experts that did not shrink with the batch would take 0.84 alone.
 */
function capturedGiB(input: GraphInput): number {
  const { facts, tensorParallel } = input;
  const sizes = capturedSizes(input.maxNumSeqs, input.maxNumBatchedTokens, captureCeiling(input));
  const perLayer = GRAPHS.perLayer.value * (facts.layers ?? 0) * (sizes.graphs / FULL.graphs);
  const batch = sizes.largest / FULL.largest;
  const perHidden = GRAPHS.perThousandHidden.value * ((facts.hiddenSize ?? 0) / 1000);
  const dataCentre = isDataCentre(input.gpu);
  const experts = facts.moe === null || !dataCentre ? 0 : GRAPHS.experts.value;
  const sharded = tensorParallel > 1 ? GRAPHS.sharded.value : 0;
  const base = dataCentre ? GRAPHS.base.value : 0;
  const ofBatch = batch * (base + perHidden + experts + sharded);
  return Math.max(0.1, perLayer + ofBatch + byBatch(input)) + indexer(input, sizes.largest);
}

/** Whole graphs go up to the admitted sequences. */
const indexer = ({ facts, maxNumSeqs, maxContextTokens = 0 }: GraphInput, largest: number): number =>
  toGiB(indexerGraphBytes(facts, Math.min(maxNumSeqs, largest), maxContextTokens));

/** Hopper and data-centre Blackwell, 9.x to 10.x: their kernels bring workspaces that Ampere, Ada and desktop Blackwell do not. */
const isDataCentre = ({ computeCapability }: GpuFacts) => (computeCapability ?? 0) >= 9 && (computeCapability ?? 0) < 11;

/** What layers with a state add above 4,096 tokens of a batch: 0.89 GiB at 8,192 where it is 0.52 at 2,048 and 4,096 (vllm#50780). */
const HYBRID_BATCH = { from: 4_096, gibPerToken: (0.89 - 0.52) / 4_096, most: 3 * 4_096 } as const;

function byBatch({ facts, release, maxNumBatchedTokens }: GraphInput): number {
  if (facts.linearState === null || !release.atLeast(RELEASES.hybridGraphsByBatch)) return 0;
  const above = Math.min(HYBRID_BATCH.most, Math.max(0, maxNumBatchedTokens - HYBRID_BATCH.from));
  return HYBRID_BATCH.gibPerToken * above;
}

/** Data-centre Blackwell is compute capability 10.x. */
function captureCeiling({ gpu, release }: GraphInput): number {
  const wide = Math.floor(gpu.computeCapability ?? 0) === 10 && release.atLeast(RELEASES.wideCaptureOnBlackwell);
  return wide ? 1024 : FULL.largest;
}

/** What Model Runner V2 measures over the formula of its predecessor: 0.24 for 0.58 GiB (Qwen3.5-4B on L4, 0.29.0), one log. */
const MEASURED_BY_RUNNER_2 = 0.6;

/** Extrapolated from two samples: 0.5 GiB less for 0.7 of captures (six start-ups on A100, 0.24.0), 0.1 more for 1.4 (RTX PRO 6000, 0.28.1). */
const EXTRAPOLATED_SPREAD = 0.5;

interface Placement {
  readonly inside: boolean;
  /** The engine's own estimate over what it captures. */
  readonly factor: number;
  /** How far, as a share of the captures, the engine's estimate may lie from that. */
  readonly spread: number;
  readonly why: string;
}

function placement({ facts, release }: GraphInput): Placement {
  if (!release.atLeast(RELEASES.graphsInBudget)) return { inside: false, factor: 0, spread: 0, why: 'beside the budget before vLLM 0.20' };
  if (release.atLeast(RELEASES.runner2Measures))
    return { inside: true, factor: MEASURED_BY_RUNNER_2, spread: 0.65, why: 'measured by Model Runner V2 and taken from the budget' };
  if (laterCore(facts, release) === 'runner-2')
    return {
      inside: false,
      factor: 0,
      spread: 0,
      why: 'Model Runner V2 of vLLM 0.22–0.28 estimates none, so they come beside the budget',
    };
  // Two samples of each kind of graph, extrapolated: never less than 1 MiB a graph.
  return {
    inside: true,
    factor: GRAPHS.overestimate.value,
    spread: EXTRAPOLATED_SPREAD,
    why: 'extrapolated from two samples and taken from the budget since vLLM 0.20',
  };
}
