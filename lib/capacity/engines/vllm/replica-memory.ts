/** All terms of one replica's memory, each by its own formula, before anyone adds them up for a plan or for an estimate. */
import type { GpuFacts } from '../../../catalog/gpu-facts';
import type { ModelFacts } from '../../../catalog/model-facts';
import { adapterGiB } from '../../model/adapters';
import { type DrafterShare, drafterOnRank, NO_DRAFTER } from '../../model/drafter';
import type { KvLayout } from '../../model/kv-layout';
import { isLast, type Stage, WHOLE } from '../../model/stages';
import { type Weights, weightsOnRank } from '../../model/weights';
import type { ReplicaSpec } from '../../replica-spec';
import type { TermEvidence } from '../../replica-supply';
import { type Activation, activationPeak } from './activation';
import { admissionLimits } from './admission-limits';
import { blockTokens } from './block-tokens';
import { coreOf } from './engine-core';
import { expertRounding } from './expert-kernels';
import { type FirstStart, firstStart } from './first-start';
import type { ExpertSplit } from './forward-peak';
import { type Graphs, graphMemory } from './graphs';
import { contextGiB, type NonTorch, nonTorchGrowth } from './non-torch';
import { countsFromSnapshot, releaseOf } from './releases';
import { stageLayout } from './replica-layout';
import { type SparseCache, sparseCache } from './sparse-latents';

export interface Physical {
  readonly perGpuGiB: number;
  /** Spread of the values that were seen, GiB. */
  readonly spreadGiB: number;
  readonly evidence: TermEvidence;
  readonly source: string;
  readonly missing: readonly string[];
}

export interface ReplicaMemory {
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
  readonly physical: Physical;
  readonly budgetGiB: number;
  readonly weights: Weights;
  readonly activation: Activation;
  readonly nonTorch: NonTorch;
  readonly graphs: Graphs;
  /** What compiling takes on a start without kernels left behind. */
  readonly firstStart: FirstStart;
  readonly layout: KvLayout;
  /** Part of the weights and of the layout that a drafter takes. */
  readonly drafter: DrafterShare;
  /** CUDA context and graphs beside the budget. */
  readonly outsideGiB: number;
  /** A vision or audio encoder is profiled beside the language model, and it was not measured how much that takes. */
  readonly hasTower: boolean;
  readonly missing: readonly string[];
}

/**
 * The terms on one GPU of one pipeline stage.
 *
 * @param sparse what the kernels of sparse attention reserve; null for engines whose kernels were not read
 */
export function replicaMemory(spec: ReplicaSpec, stage: Stage = WHOLE, sparse: SparseCache | null = sparseCache(spec)): ReplicaMemory {
  const limits = admissionLimits(spec);
  const facts = loadedFacts(spec);
  const [gpu, release, tensorParallel] = [spec.gpu.facts, releaseOf(spec.engine), spec.tensorParallel];
  const physical = physicalMemory(gpu);
  const expertRanks = tensorParallel * (spec.dataParallel ?? 1);
  const lastStage = isLast(stage);
  const drafter = lastStage ? drafterOnRank(spec, limits.maxNumSeqs) : NO_DRAFTER;
  const redundantExperts = spec.redundantExperts ?? 0;
  const own = weightsOnRank({
    facts,
    quantization: spec.quantization,
    tensorParallel,
    expertRanks,
    wholeExperts: spec.expertParallel === true,
    redundantExperts,
    rounding: expertRounding(gpu, release),
    stage,
  });
  const weights = offloaded(plus(own, drafter.weightsGiB + adapterGiB(facts, spec.adapters, tensorParallel)), spec.cpuOffloadGiB ?? 0);
  const core = coreOf(spec);
  const { sampler, maxContextTokens, mediaPerPrompt } = spec;
  const run = { facts, release, tensorParallel, maxContextTokens, blockTokens: blockTokens(spec), ...limits };
  const activation = activationPeak({ ...run, core, lastStage, sampler, mediaPerPrompt, sparse, expertSplit: expertSplit(spec) });
  const graphs = graphMemory({ ...run, gpu, enforceEager: spec.enforceEager ?? false });
  const layout = stageLayout(spec, stage);
  return {
    ...limits,
    physical,
    budgetGiB: physical.perGpuGiB * spec.gpuMemoryUtilization,
    weights,
    activation,
    nonTorch: nonTorchGrowth({
      gpu,
      release,
      core,
      tensorParallel,
      countsContext: !countsFromSnapshot(spec.engine),
      nvlinkBridge: spec.nvlinkBridge,
    }),
    graphs,
    firstStart: firstStart(spec),
    layout,
    drafter,
    outsideGiB: contextGiB(tensorParallel) + graphs.outsideGiB,
    hasTower: (facts.weightDetail?.towerParams ?? 0) > 0 && facts.weightDetail?.encoder === undefined,
    missing: [
      ...(facts.weightDetail?.unread ?? []),
      ...new Set([physical, weights, drafter, activation, layout].flatMap((term) => term.missing)),
    ],
  };
}

/**
 * Ranks of all data-parallel copies hold the experts together, whole ones with expert parallelism and slices without; their batches meet in front of
 * them (`flatten_tp_across_dp_and_pcp` in fused_moe/config.py).
 */
const expertSplit = ({ tensorParallel, dataParallel = 1, expertParallel }: ReplicaSpec): ExpertSplit => ({
  parts: expertParallel === true ? 1 : tensorParallel * dataParallel,
  batches: dataParallel,
});

const plus = (weights: Weights, gib: number): Weights =>
  weights.perGpuGiB === null ? weights : { ...weights, perGpuGiB: weights.perGpuGiB + gib };

/** Without its towers where only the language model is loaded. */
function loadedFacts({ model: { facts }, languageModelOnly }: ReplicaSpec): ModelFacts {
  if (languageModelOnly !== true || facts.weightDetail === undefined) return facts;
  const { encoder: _, ...detail } = facts.weightDetail;
  return { ...facts, weightDetail: { ...detail, towerParams: 0 } };
}

/** Weights in host memory leave the card, as far as there are any. */
const offloaded = (weights: Weights, cpuOffloadGiB: number): Weights =>
  weights.perGpuGiB === null || cpuOffloadGiB === 0 ? weights : { ...weights, perGpuGiB: Math.max(0, weights.perGpuGiB - cpuOffloadGiB) };

/** The lower of the reported values: the card of the plan may be the smaller one. */
export function physicalMemory(gpu: GpuFacts): Physical {
  if (gpu.reportedMemoryGiB === null) {
    const missing = [`reported memory of ${gpu.name}`];
    return { perGpuGiB: 0, spreadGiB: 0, evidence: 'assumed', source: 'no log of the reported memory', missing };
  }
  const source = gpu.fieldProvenance['reportedMemoryGiB']?.source ?? gpu.provenance.source;
  const [low, high] = gpu.reportedMemoryGiB;
  return { perGpuGiB: low, spreadGiB: high - low, evidence: 'measured', source, missing: [] };
}
