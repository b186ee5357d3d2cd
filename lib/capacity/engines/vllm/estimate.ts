/** The best guess at what the engine will report when it starts, with a band; a plan sets more aside (`sizeReplica`). */
import { fromGiB } from '../../../core/units';
import { type KvLayout, sequenceBytes, tokensIn } from '../../model/kv-layout';
import { stagesOf } from '../../model/stages';
import type { EstimatedTerms, ReplicaEstimate } from '../../replica-estimate';
import type { ReplicaSpec } from '../../replica-spec';
import { type Band, type Doubts, rangeAround } from '../doubts';
import { doubtsOf } from './estimate-doubts';
import { countsByRequests } from './releases';
import { type ReplicaMemory, replicaMemory } from './replica-memory';

/**
 * Never throws; what is unknown is named in `missing` and counts as zero.
 *
 * @param format GiB by which the pool may be smaller or larger because only the name of the checkpoint tells its format
 */
export function estimateReplica(spec: ReplicaSpec, format: Band = [0, 0]): ReplicaEstimate {
  const { memory, terms } = tightestStage(spec, format);
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

/** What its range is made of. */
export const doubtsOfReplica = (spec: ReplicaSpec, format: Band = [0, 0]): Doubts => tightestStage(spec, format).doubts;

interface EstimatedStage {
  readonly memory: ReplicaMemory;
  readonly doubts: Doubts;
  readonly terms: EstimatedTerms;
}

/** The stage that holds the fewest tokens bounds them all. */
function tightestStage(spec: ReplicaSpec, format: Band): EstimatedStage {
  const likely = withSmallTier(spec);
  const estimates = stagesOf(spec.pipelineParallel ?? 1, spec.model.facts.layers ?? 0).map((stage) => {
    const memory = replicaMemory(likely, stage);
    const tier = likely === spec ? 0 : replicaMemory(spec, stage).activation.perGpuGiB - memory.activation.perGpuGiB;
    const doubts = doubtsOf({ spec: likely, memory, tierGiB: Math.max(0, tier), format });
    return { memory, doubts, terms: termsOf(memory, doubts) };
  });
  return estimates.reduce((least, next) => (tokens(next) < tokens(least) ? next : least));
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

const tokens = ({ memory, terms }: EstimatedStage) =>
  memory.layout.bytesPerToken === 0 ? terms.kvCache : terms.kvCache / memory.layout.bytesPerToken;

function termsOf(memory: ReplicaMemory, doubts: Doubts): EstimatedTerms {
  const weights = (memory.weights.perGpuGiB ?? 0) + memory.weights.tablesGiB;
  const nonTorch = memory.nonTorch.perGpuGiB + memory.firstStart.gib;
  const spent = weights + memory.activation.perGpuGiB + nonTorch + memory.graphs.insideGiB;
  const kvCache = memory.budgetGiB - spent;
  return {
    physical: memory.physical.perGpuGiB,
    budget: memory.budgetGiB,
    weights,
    activation: memory.activation.perGpuGiB,
    nonTorch,
    graphs: memory.graphs.insideGiB,
    kvCache,
    kvCacheRange: rangeAround(kvCache, doubts),
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
