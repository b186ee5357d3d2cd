import type { UnplacedFinding } from '../core/finding';
import { formatGiB } from '../core/format';
import { sizeReplica } from './ask-engine';
import type { ReplicaSpec } from './replica-spec';

/** Shares of one card together: the rest is for the contexts of the engines. */
const SHARED_UTILIZATION = 0.9;

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

/** AF-CAP-006: do these engines fit one GPU beside each other. */
export function shareGpu(engines: readonly GpuSharer[]): GpuSharing {
  const physical = engines[0]?.spec.gpu.reportedMemoryGiB ?? 0;
  const budgetGiB = SHARED_UTILIZATION * physical;
  const fixed = engines.map(({ spec }) => fixedGiB(spec));
  const demandGiB = sum(engines.map((engine) => engine.demandGiB));
  const spare = budgetGiB - sum(fixed) - demandGiB;
  const slack = spare / Math.max(1, engines.length);
  return {
    budgetGiB,
    fixedGiB: sum(fixed),
    kvCacheGiB: budgetGiB - sum(fixed),
    demandGiB,
    shares:
      spare < 0 ? [] : engines.map((engine, index) => Number((((fixed[index] ?? 0) + engine.demandGiB + slack) / physical).toFixed(4))),
    findings: spare >= 0 ? [] : [overflow(engines, budgetGiB, sum(fixed), demandGiB)],
  };
}

/**
 * AF-CAP-006 for shares that are given (`gpuMemoryUtilization` of each engine): together they stay within what a card gives, and each holds its own
 * weights and the cache that its sessions need.
 */
export function checkShares(engines: readonly GpuSharer[]): UnplacedFinding[] {
  const { shares } = shareGpu(engines);
  const given = engines.map(({ spec }) => spec.gpuMemoryUtilization);
  const repairs = shares.length === 0 ? ['a GPU of its own for one of them'] : [`gpuMemoryUtilization: ${shares.join(', ')}`];
  const together: UnplacedFinding[] =
    sum(given) <= SHARED_UTILIZATION + 1e-9
      ? []
      : [overShared(given, `${given.join(' + ')} = ${sum(given).toFixed(2)} of one card`, repairs)];
  const short = engines.flatMap(({ spec, demandGiB }) => {
    const { kvCacheGiB } = sizeReplica(spec);
    const message = `a share of ${spec.gpuMemoryUtilization} leaves ${spec.model.id} ${formatGiB(kvCacheGiB).replace('-', '−')} of KV cache, its sessions need ${formatGiB(demandGiB)}`;
    return kvCacheGiB >= demandGiB ? [] : [overShared(spec.gpuMemoryUtilization, message, repairs)];
  });
  return [...together, ...short];
}

const overShared = (value: unknown, message: string, repairs: readonly string[]): UnplacedFinding => ({
  code: 'AF-CAP-006',
  severity: 'error',
  prop: 'gpuMemoryUtilization',
  value,
  allowed: `≤ ${SHARED_UTILIZATION} together, each with its weights and cache`,
  message,
  repairs,
});

/** Everything but the KV cache. */
function fixedGiB(spec: ReplicaSpec): number {
  const { terms } = sizeReplica(spec);
  const gib = (id: string) => terms.find((term) => term.id === id)?.perGpuGiB ?? 0;
  return gib('budget') - gib('kvCache');
}

function overflow(engines: readonly GpuSharer[], budgetGiB: number, fixed: number, demandGiB: number): UnplacedFinding {
  const gpu = engines[0]?.spec.gpu.name ?? 'GPU';
  const asked = `${engines.length} engines need ${formatGiB(fixed + demandGiB)} on one ${gpu}`;
  return {
    code: 'AF-CAP-006',
    severity: 'error',
    prop: 'gpu',
    value: engines.map(({ spec }) => spec.model.id),
    allowed: `≤ ${formatGiB(budgetGiB)} together`,
    message: `${asked}: ${formatGiB(fixed)} of weights and runtime, ${formatGiB(demandGiB)} of KV cache; ${formatGiB(budgetGiB)} are there`,
    repairs: ['one shared pool where the model is the same', "quantization: 'fp8'", 'a GPU of its own for one of them'],
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
