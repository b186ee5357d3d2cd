/**
 * Supply of one engine replica: `KV = utilization × reported memory − weights − activation − non-torch − graphs`, per GPU.
 * Every term stands alone with its evidence and source; what is unknown is named in `missing`, never guessed.
 */
import type { GpuFacts } from '../catalog/gpu-facts';
import { fromGiB } from '../core/units';
import { type Activation, activationPeak } from './memory/activation';
import { admissionDefaults } from './memory/engine-defaults';
import { releaseOf } from './memory/engine-of';
import { type Graphs, graphMemory } from './memory/graphs';
import { type KvLaw, kvLaw } from './memory/kv-cache';
import { type NonTorch, nonTorchGrowth } from './memory/non-torch';
import { type Weights, weightsPerGpu } from './memory/weights';
import type { MemoryTerm, ReplicaSpec, ReplicaSupply } from './types';

/** Tokens of one KV block: the smallest unit a sequence takes (vLLM default). */
export const KV_BLOCK_TOKENS = 16;

/** The terms before they are subtracted. */
interface Parts {
  readonly physical: Physical;
  readonly weights: Weights;
  readonly activation: Activation;
  readonly nonTorch: NonTorch;
  readonly graphs: Graphs;
  readonly kv: KvLaw;
}

interface Physical {
  readonly perGpuGiB: number;
  readonly evidence: MemoryTerm['evidence'];
  readonly source: string;
  readonly missing: readonly string[];
}

/** Computes what one replica can hold. Never throws: unknown facts are named in `missing` and count as zero. */
export function sizeReplica(spec: ReplicaSpec): ReplicaSupply {
  const limits = admissionLimits(spec);
  const parts = partsOf(spec, limits);
  const budget = parts.physical.perGpuGiB * spec.gpuMemoryUtilization;
  const kvPerGpuGiB = budget - spent(parts);
  return {
    terms: termsOf(spec, parts, budget, kvPerGpuGiB),
    kvCacheGiB: kvPerGpuGiB * spec.gpusPerReplica,
    kvBytesPerToken: (parts.kv.bytesPerTokenPerGpu ?? 0) * spec.gpusPerReplica,
    kvFormula: parts.kv.formula,
    kvTokens: tokensIn(kvPerGpuGiB, parts.kv.bytesPerTokenPerGpu ?? 0),
    ...limits,
    outsideBudgetGiB: parts.graphs.outsideGiB,
    missing: missingOf(parts),
  };
}

/** `max-num-seqs` and `max-num-batched-tokens`: as given, else the engine's defaults on this GPU. */
export function admissionLimits(spec: ReplicaSpec): { readonly maxNumSeqs: number; readonly maxNumBatchedTokens: number } {
  const defaults = admissionDefaults(spec.gpu.facts);
  return {
    maxNumSeqs: spec.maxNumSeqs ?? defaults.maxNumSeqs,
    maxNumBatchedTokens: spec.maxNumBatchedTokens ?? defaults.maxNumBatchedTokens,
  };
}

function partsOf(spec: ReplicaSpec, limits: ReturnType<typeof admissionLimits>): Parts {
  const facts = spec.model.facts;
  const release = releaseOf(spec.engine);
  const tensorParallel = spec.gpusPerReplica;
  return {
    physical: physicalMemory(spec.gpu.facts),
    weights: weightsPerGpu(facts, spec.quantization, tensorParallel),
    activation: activationPeak({ facts, release, tensorParallel, ...limits }),
    nonTorch: nonTorchGrowth(tensorParallel),
    graphs: graphMemory(release, facts.attentionKind !== 'encoder'),
    kv: kvLaw(facts, spec.kvCacheDtype, tensorParallel),
  };
}

/** The lower of the reported values: the card of the plan may be the smaller one. */
function physicalMemory(gpu: GpuFacts): Physical {
  if (gpu.reportedMemoryGiB !== null) {
    const source = gpu.fieldProvenance['reportedMemoryGiB']?.source ?? gpu.provenance.source;
    return { perGpuGiB: gpu.reportedMemoryGiB[0], evidence: 'measured', source, missing: [] };
  }
  return { perGpuGiB: 0, evidence: 'assumed', source: 'no log of the reported memory', missing: [`reported memory of ${gpu.name}`] };
}

function spent({ weights, activation, nonTorch, graphs }: Parts): number {
  return (weights.perGpuGiB ?? 0) + activation.perGpuGiB + nonTorch.perGpuGiB + graphs.insideGiB;
}

function termsOf(spec: ReplicaSpec, parts: Parts, budget: number, kvCache: number): MemoryTerm[] {
  const { physical, weights, activation, nonTorch, graphs } = parts;
  return [
    { id: 'physical', perGpuGiB: physical.perGpuGiB, evidence: physical.evidence, source: physical.source },
    { id: 'budget', perGpuGiB: budget, evidence: 'exact', source: `reported memory × utilization ${spec.gpuMemoryUtilization}` },
    { id: 'weights', perGpuGiB: weights.perGpuGiB ?? 0, evidence: weights.evidence, source: weights.source },
    { id: 'activation', perGpuGiB: activation.perGpuGiB, evidence: 'fitted', source: activation.source },
    { id: 'nonTorch', perGpuGiB: nonTorch.perGpuGiB, evidence: nonTorch.evidence, source: nonTorch.source },
    { id: 'graphs', perGpuGiB: graphs.insideGiB, evidence: graphs.evidence, source: graphs.source },
    { id: 'kvCache', perGpuGiB: kvCache, evidence: 'exact', source: 'budget − weights − activation − non-torch − graphs' },
  ];
}

/** Whole blocks only. */
function tokensIn(gib: number, bytesPerToken: number): number {
  if (bytesPerToken === 0 || gib <= 0) return 0;
  return Math.floor(fromGiB(gib) / (bytesPerToken * KV_BLOCK_TOKENS)) * KV_BLOCK_TOKENS;
}

function missingOf({ physical, weights, activation, kv }: Parts): string[] {
  return [...new Set([...physical.missing, ...weights.missing, ...activation.missing, ...kv.missing])];
}
