/** The best guess at what the engine will report when it starts, with a band; a plan sets more aside (`sizeReplica`). */
import { fromGiB } from '../../../core/units';
import { type KvLayout, sequenceBytes, tokensIn } from '../../model/kv-layout';
import { weightFormat } from '../../model/number-formats';
import { stagesOf } from '../../model/stages';
import type { EstimatedTerms, ReplicaEstimate } from '../../replica-estimate';
import type { ReplicaSpec } from '../../replica-spec';
import { coreOf } from './engine-core';
import { nvfp4DoubtGiB } from './expert-kernels';
import { countsByRequests, RELEASES, releaseOf } from './releases';
import { type ReplicaMemory, replicaMemory } from './replica-memory';

/** Relative error of the weight formula on measured start-ups (mean 0.2 %, worst 1 %): the band takes the worst. */
const WEIGHT_BAND = 0.01;
/** Absolute error of the activation formula, GiB (32 points: mean 0.05, worst 0.13), and of the formula before vLLM 0.17. */
const ACTIVATION_BAND = 0.1;
/** What the formulas miss beside that on other cards and releases than those they were fitted on (start-ups of other people: half of them below 0.15, most below 0.4). */
const ELSEWHERE_BAND = 0.3;

/** Profiling pass of a vision or audio tower, GiB: 0.1 in the measured rows, 0.7 to 2.5 in public issues of larger images. */
const TOWER_BAND = 1;

/**
 * A first start compiles, and what the compiler benchmarks with is seen as activations: 0.60 instead of 0.17 GiB (Qwen2.5-3B on RTX 4090, 0.10.2).
 * Later starts read the cache. Two logs of one machine show more with 0.28.0, 2.8 GiB in all: not counted.
 */
const COLD_PEAK_GIB = 0.6;

/** Nothing where the formula was fitted: Hopper, 0.17 to 0.20. */
function elsewhereGiB({ engine, gpu }: ReplicaSpec): number {
  const release = releaseOf(engine);
  const fitted = release.atLeast(RELEASES.largeCollectives) && !release.atLeast(RELEASES.graphsInBudget);
  return fitted && Math.floor(gpu.facts.computeCapability ?? 0) === 9 ? 0 : ELSEWHERE_BAND;
}

/** How much more a first start may take. */
const coldGiB = (spec: ReplicaSpec, { activation }: ReplicaMemory): number =>
  spec.enforceEager === true || coreOf(spec) === 'first' ? 0 : Math.max(0, COLD_PEAK_GIB - activation.perGpuGiB);

/** Never throws; what is unknown is named in `missing` and counts as zero. */
export function estimateReplica(spec: ReplicaSpec): ReplicaEstimate {
  const likely = withSmallTier(spec);
  const estimates = stagesOf(spec.pipelineParallel ?? 1, spec.model.facts.layers ?? 0).map((stage) => {
    const memory = replicaMemory(likely, stage);
    const kernels = nvfp4DoubtGiB(spec.gpu.facts, weightFormat(spec.quantization, spec.model.facts)?.expertScheme ?? null);
    const doubt = likely === spec ? 0 : replicaMemory(spec, stage).activation.perGpuGiB - memory.activation.perGpuGiB;
    return {
      memory,
      terms: termsOf(
        memory,
        Math.max(0, doubt) + kernels + Math.max(coldGiB(likely, memory), memory.activation.encoderDoubtGiB),
        elsewhereGiB(spec),
      ),
    };
  });
  const tightest = estimates.reduce((least, next) => (tokens(next) < tokens(least) ? next : least));
  const { memory, terms } = tightest;
  return {
    perGpuGiB: terms,
    kvBytesPerTokenPerGpu: memory.layout.bytesPerToken,
    kvTokens: reportedTokens(spec, memory, terms.kvCache),
    maxConcurrency: requestsIn(spec, memory, terms.kvCache),
    outsideGiB: memory.outsideGiB,
    maxNumSeqs: memory.maxNumSeqs,
    maxNumBatchedTokens: memory.maxNumBatchedTokens,
    missing: memory.missing,
  };
}

/** Limits of the scheduler on small cards and in early releases. */
const SMALL_TIER = { maxNumSeqs: 256, maxNumBatchedTokens: 2_048 } as const;

/**
 * Batches as small as the small tier's, and no limit of sequences: most start-up messages that show this ran with the small tier throughout, whatever
 * the card. A user who set the batch alone on a large card has more sequences; the lower end of the range holds that.
 */
function withSmallTier(spec: ReplicaSpec): ReplicaSpec {
  const isSmall = spec.maxNumSeqs === undefined && spec.maxNumBatchedTokens === SMALL_TIER.maxNumBatchedTokens;
  return isSmall ? { ...spec, maxNumSeqs: SMALL_TIER.maxNumSeqs } : spec;
}

const tokens = ({ memory, terms }: { readonly memory: ReplicaMemory; readonly terms: EstimatedTerms }) =>
  memory.layout.bytesPerToken === 0 ? terms.kvCache : terms.kvCache / memory.layout.bytesPerToken;

/** @param doubtGiB activations that another limit of sequences or a first start would add */
function termsOf(memory: ReplicaMemory, doubtGiB: number, elsewhere: number): EstimatedTerms {
  const weights = (memory.weights.perGpuGiB ?? 0) + memory.weights.tablesGiB;
  const spent = weights + memory.activation.perGpuGiB + memory.nonTorch.perGpuGiB + memory.graphs.insideGiB;
  const kvCache = memory.budgetGiB - spent;
  const band = weights * WEIGHT_BAND + ACTIVATION_BAND + elsewhere;
  const tower = memory.hasTower ? TOWER_BAND : 0;
  const [below, above] = [
    memory.nonTorch.band[1] + memory.graphs.band[1] + band + tower + memory.drafter.bandGiB + doubtGiB,
    memory.nonTorch.band[0] + memory.graphs.band[0] + band + memory.activation.spareGiB,
  ];
  return {
    physical: memory.physical.perGpuGiB,
    budget: memory.budgetGiB,
    weights,
    activation: memory.activation.perGpuGiB,
    nonTorch: memory.nonTorch.perGpuGiB,
    graphs: memory.graphs.insideGiB,
    kvCache,
    kvCacheRange: [kvCache - below, kvCache + above + memory.physical.spreadGiB],
  };
}

/** Requests of the full length at once. */
function requestsIn(spec: ReplicaSpec, { layout, maxNumBatchedTokens }: ReplicaMemory, kvGiB: number): number | null {
  const bytes = sequenceBytes(layout, spec.maxContextTokens, maxNumBatchedTokens);
  return bytes === 0 ? null : Math.max(0, wholeBlocks(fromGiB(kvGiB), layout) / bytes);
}

/** Blocks that hold the state of a layer are large: what is left over of the last one counts. */
function wholeBlocks(bytes: number, layout: KvLayout): number {
  const block = layout.blockTokens === undefined ? 0 : layout.blockTokens * layout.bytesPerToken;
  return block === 0 ? bytes : Math.floor(bytes / block) * block;
}

/** As the engine prints it: layouts of one kind by their bytes, mixed ones by blocks and groups, later by full requests. */
function reportedTokens(spec: ReplicaSpec, memory: ReplicaMemory, kvGiB: number): number {
  const { layout } = memory;
  const mixed = layout.windowTokens !== null || layout.bytesPerSequence > 0;
  if (mixed && countsByRequests(spec.engine)) return Math.floor((requestsIn(spec, memory, kvGiB) ?? 0) * spec.maxContextTokens);
  return tokensIn(kvGiB, { ...layout, bytesPerToken: layout.countedBytesPerToken ?? layout.bytesPerToken });
}
