import type { Gpu } from '../catalog/gpu';
import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import { sizeReplica } from './ask-engine';
import { engineModelOf } from './engines/registry';
import { gpuSharingFits, SHARED_UTILIZATION, type SharedGpu } from './fit/rules/gpu-sharing-fits';
import type { ReplicaSpec } from './replica-spec';

/**
 * Several engines on one GPU: every one pays its own weights, runtime and graphs, and gets a memory share of its own. Time-slicing and MPS
 * divide time, not memory: they change nothing here.
 */
export interface GpuSharer {
  /** One engine; its `gpuMemoryUtilization` is not read: the shares are what this computes. */
  readonly spec: ReplicaSpec;
  /** KV cache that its sessions need, GiB. */
  readonly demandGiB: number;
}

/** How several engines divide one GPU. */
export interface GpuSharing {
  /** What the engines may take together, GiB. */
  readonly budgetGiB: number;
  /** Weights, activations, runtime and graphs of all of them, GiB. */
  readonly fixedGiB: number;
  /** What is left for their KV caches, GiB; negative when not even the weights fit. */
  readonly kvCacheGiB: number;
  readonly demandGiB: number;
  /** `gpu-memory-utilization` of each engine, in the order given: what it needs and its part of what is left. Empty when they do not fit. */
  readonly shares: readonly number[];
  readonly findings: readonly UnplacedFinding[];
}

/** Divides one GPU between engines, or says that they do not fit beside each other (AF-CAP-006). */
export function shareGpu(engines: readonly GpuSharer[]): GpuSharing {
  const shared = sharedGpu(engines);
  const { budgetGiB, fixedGiB, demandGiB, shares } = shared;
  const findings = evaluateRules([gpuSharingFits], shared);
  return { budgetGiB, fixedGiB, kvCacheGiB: budgetGiB - fixedGiB, demandGiB, shares, findings };
}

/**
 * The same for shares that are given (`gpuMemoryUtilization` of each engine): together they stay within what a card gives, and each holds its own
 * weights and the cache that its sessions need. Of an engine that is told no share, what it needs counts.
 */
export const checkShares = (engines: readonly GpuSharer[]): UnplacedFinding[] => checkCard(engines, []);

/** A program on a card that is no engine of ours: it takes as much of it as its user says. */
export interface CardHolder {
  readonly name: string;
  readonly gpu: Pick<Gpu, 'name' | 'reportedMemoryGiB'>;
  /** Memory that it takes, GiB. */
  readonly heldGiB: number;
}

/** Engines with their shares, beside programs that take memory of the same card. */
export function checkCard(engines: readonly GpuSharer[], holders: readonly CardHolder[]): UnplacedFinding[] {
  const shared = sharedGpu(engines, holders);
  const given = [
    ...engines.map(({ spec, demandGiB }) => ({ model: spec.model.id, ...takenShare(spec), demandGiB })),
    ...holders.map(({ name, gpu, heldGiB }) => ({
      model: name,
      utilization: gpu.reportedMemoryGiB === null ? 0 : Number((heldGiB / gpu.reportedMemoryGiB).toFixed(4)),
      kvCacheGiB: 0,
      demandGiB: 0,
    })),
  ];
  return evaluateRules([gpuSharingFits], { ...shared, given, ...(engines.length === 0 ? { prop: 'memoryGiBPerGpu' } : {}) });
}

function sharedGpu(engines: readonly GpuSharer[], holders: readonly CardHolder[] = []): SharedGpu {
  const gpu = engines[0]?.spec.gpu ?? holders[0]?.gpu;
  const physical = gpu?.reportedMemoryGiB ?? 0;
  const budgetGiB = SHARED_UTILIZATION * physical;
  const fixed = engines.map(({ spec }) => fixedGiB(spec));
  const heldGiB = sum(holders.map((holder) => holder.heldGiB));
  const demandGiB = sum(engines.map((engine) => engine.demandGiB));
  const spare = budgetGiB - sum(fixed) - heldGiB - demandGiB;
  const slack = spare / Math.max(1, engines.length);
  const shareOf = (engine: GpuSharer, index: number) => ((fixed[index] ?? 0) + engine.demandGiB + slack) / physical;
  return {
    gpu: gpu?.name ?? 'GPU',
    models: [...engines.map(({ spec }) => spec.model.id), ...holders.map(({ name }) => name)],
    budgetGiB,
    fixedGiB: sum(fixed) + heldGiB,
    demandGiB,
    shares: spare < 0 ? [] : engines.map((engine, index) => Number(shareOf(engine, index).toFixed(4))),
  };
}

/** Share of the card that an engine holds: the one that it is told, else what it needs of itself. */
export function takenShare(spec: ReplicaSpec): { readonly utilization: number; readonly kvCacheGiB: number } {
  const { kvCacheGiB } = sizeReplica(spec);
  const physical = spec.gpu.reportedMemoryGiB;
  if (engineModelOf(spec).memoryShare.input === 'gpuMemoryUtilization' || physical === null)
    return { utilization: spec.gpuMemoryUtilization, kvCacheGiB };
  return { utilization: Number((1 - kvCacheGiB / physical).toFixed(4)), kvCacheGiB };
}

/** Everything but the KV cache. */
function fixedGiB(spec: ReplicaSpec): number {
  const { terms } = sizeReplica(spec);
  const gib = (id: string) => terms.find((term) => term.id === id)?.perGpuGiB ?? 0;
  return gib('budget') - gib('kvCache');
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
