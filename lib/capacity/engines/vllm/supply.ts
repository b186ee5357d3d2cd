/**
 * Supply of one engine replica: `KV = utilization × reported memory − weights − activation − non-torch − graphs`, per GPU.
 * Every term is reported separately, with its evidence and source; what is unknown is named in `missing`, never guessed.
 */

import { type KvLayout, tokensIn } from '../../model/kv-layout';
import { type Stage, stagesOf } from '../../model/stages';
import type { ReplicaSpec } from '../../replica-spec';
import type { MemoryTerm, ReplicaSupply } from '../../replica-supply';
import { tierTokens } from '../tier-tokens';
import { PLANNED_GRAPHS } from './calibration';
import type { Graphs } from './graphs';
import { replicaLayout } from './replica-layout';
import { type ReplicaMemory, replicaMemory } from './replica-memory';

/**
 * What one replica can hold, as a plan counts it: graphs are set aside at their measured mean or more, and links of unknown kind at their
 * larger buffers. For the best guess at what the engine will report, see `estimateReplica`. Never throws: unknown facts count as zero.
 */
export function sizeReplica(spec: ReplicaSpec): ReplicaSupply {
  const stages = stagesOf(spec.pipelineParallel ?? 1, spec.model.facts.layers ?? 0).map((stage) => plannedStage(spec, stage));
  const tightest = stages.reduce((least, next) => (room(next) < room(least) ? next : least));
  const { memory, spent, kvPerGpuGiB } = tightest;
  const whole = replicaLayout(spec);
  return {
    terms: [...givenTerms(spec, memory), ...spent, kvTerm(kvPerGpuGiB)],
    kvCacheGiB: (kvPerGpuGiB / shareOf(tightest, whole)) * spec.tensorParallel,
    kvBytesPerToken: whole.bytesPerToken * spec.tensorParallel,
    kvFormula: whole.formula,
    kvTokens: tokensIn(kvPerGpuGiB, memory.layout),
    offloadedKvTokens: tokensIn(((spec.kvOffloadGiB ?? 0) + (spec.kvOffload?.cpuGiB ?? 0)) / spec.tensorParallel, whole),
    ...tierTokens(spec, (gib) => tokensIn(gib / spec.tensorParallel, whole)),
    maxNumSeqs: memory.maxNumSeqs,
    maxNumBatchedTokens: memory.maxNumBatchedTokens,
    outsideBudgetGiB: Math.max(...stages.map((stage) => stage.memory.outsideGiB)),
    missing: memory.missing,
  };
}

/** Every token has to be held by each stage; without a cache the layers stand for it. */
const room = ({ kvPerGpuGiB, memory, share }: PlannedStage) => kvPerGpuGiB / (memory.layout.bytesPerToken || share);

/** Part of the bytes of a token that lies on this stage. */
const shareOf = ({ memory, share }: PlannedStage, { bytesPerToken }: KvLayout) =>
  bytesPerToken === 0 ? share : memory.layout.bytesPerToken / bytesPerToken;

interface PlannedStage {
  readonly share: number;
  readonly memory: ReplicaMemory;
  readonly spent: readonly MemoryTerm[];
  readonly kvPerGpuGiB: number;
}

/** The stage whose layers get the least cache bounds them all: every token has to be held by each. */
function plannedStage(spec: ReplicaSpec, stage: Stage): PlannedStage {
  const memory = replicaMemory(spec, stage);
  const spent = plannedTerms(memory);
  return { share: stage.share, memory, spent, kvPerGpuGiB: memory.budgetGiB - spent.reduce((sum, term) => sum + term.perGpuGiB, 0) };
}

function givenTerms(spec: ReplicaSpec, { physical, budgetGiB }: ReplicaMemory): MemoryTerm[] {
  return [
    { id: 'physical', perGpuGiB: physical.perGpuGiB, evidence: physical.evidence, source: physical.source },
    { id: 'budget', perGpuGiB: budgetGiB, evidence: 'exact', source: `reported memory × utilization ${spec.gpuMemoryUtilization}` },
  ];
}

function plannedTerms({ weights, activation, nonTorch, graphs }: ReplicaMemory): MemoryTerm[] {
  return [
    { id: 'weights', perGpuGiB: weights.perGpuGiB ?? 0, evidence: weights.evidence, source: weights.source },
    { id: 'activation', perGpuGiB: activation.plannedGiB, evidence: 'fitted', source: activation.source },
    { id: 'nonTorch', perGpuGiB: nonTorch.plannedGiB, evidence: nonTorch.evidence, source: nonTorch.source },
    graphTerm(graphs, weights.tablesGiB),
  ];
}

/** Graphs and the tables beside the weights: what the formulas say, but never less than the measured mean of a full capture. */
function graphTerm(graphs: Graphs, tablesGiB: number): MemoryTerm {
  const estimated = graphs.insideGiB + tablesGiB;
  if (graphs.capturedGiB === 0 || estimated > PLANNED_GRAPHS.value) {
    return { id: 'graphs', perGpuGiB: estimated, evidence: graphs.evidence, source: graphs.source };
  }
  return { id: 'graphs', perGpuGiB: PLANNED_GRAPHS.value, evidence: PLANNED_GRAPHS.evidence, source: PLANNED_GRAPHS.source };
}

const kvTerm = (perGpuGiB: number): MemoryTerm => ({
  id: 'kvCache',
  perGpuGiB,
  evidence: 'exact',
  source: 'budget − weights − activation − non-torch − graphs',
});
