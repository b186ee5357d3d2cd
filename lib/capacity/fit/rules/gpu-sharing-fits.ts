/** AF-CAP-006: engines on one GPU each pay their own weights and runtime, and no one of them may take the memory of another. */
import { formatGiB } from '../../../core/format';
import { type Rule, type Violation, violations } from '../../../core/rule';

/** Shares of one card together: the rest is for the contexts of the engines. */
export const SHARED_UTILIZATION = 0.9;

/** One GPU and the engines that share it. */
export interface SharedGpu {
  readonly gpu: string;
  readonly models: readonly string[];
  /** What the engines may take together, GiB. */
  readonly budgetGiB: number;
  /** Weights, activations, runtime and graphs of all of them, GiB. */
  readonly fixedGiB: number;
  /** KV cache that their sessions need, GiB. */
  readonly demandGiB: number;
  /** Shares with which they fit, in the order of the models; empty when none do. */
  readonly shares: readonly number[];
  /**
   * Given shares, with what each leaves to the KV cache.
   * @default - none is given: any shares will do
   */
  readonly given?: readonly GivenShare[];
  /** Prop that says what one of them takes. @default 'gpuMemoryUtilization' */
  readonly prop?: string;
}

interface GivenShare {
  readonly model: string;
  readonly utilization: number;
  readonly kvCacheGiB: number;
  readonly demandGiB: number;
}

export const gpuSharingFits: Rule<SharedGpu> = {
  id: 'gpu-sharing-fits',
  code: 'AF-CAP-006',
  title: 'Several engines on one GPU ask for more memory than it has.',
  why: 'Each engine takes its share when it starts; the last one finds too little and stops.',
  fix: 'Serve one of the models on a GPU of its own, or take weights of fewer bits.',
  severity: 'error',
  raisedBy: 'shareGpu() and checkShares() of cdktf-agent-fleet/capacity',
  check(shared) {
    if (shared.models.length === 0) return 'not-applicable';
    if (shared.given !== undefined) return violations([...together(shared.given, shared), ...short(shared.given, shared)]);
    return shared.shares.length > 0 ? 'compliant' : [overflow(shared)];
  },
};

function together(given: readonly GivenShare[], shared: SharedGpu): Violation[] {
  const utilizations = given.map(({ utilization }) => utilization);
  const sum = utilizations.reduce((total, value) => total + value, 0);
  if (sum <= SHARED_UTILIZATION + 1e-9) return [];
  return [overShared(utilizations, `${utilizations.join(' + ')} = ${sum.toFixed(2)} of one card`, shared)];
}

function short(given: readonly GivenShare[], shared: SharedGpu): Violation[] {
  return given
    .filter(({ kvCacheGiB, demandGiB }) => kvCacheGiB < demandGiB)
    .map(({ model, utilization, kvCacheGiB, demandGiB }) => {
      const left = formatGiB(kvCacheGiB).replace('-', '−');
      const message = `a share of ${utilization} leaves ${model} ${left} of KV cache, its sessions need ${formatGiB(demandGiB)}`;
      return overShared(utilization, message, shared);
    });
}

const overShared = (value: unknown, message: string, { shares, prop = 'gpuMemoryUtilization' }: SharedGpu): Violation => ({
  prop,
  value,
  allowed: `≤ ${SHARED_UTILIZATION} together, each with its weights and cache`,
  message,
  repairs: shares.length === 0 ? ['a GPU of its own for one of them'] : [`gpuMemoryUtilization: ${shares.join(', ')}`],
});

function overflow({ gpu, models, fixedGiB, demandGiB, budgetGiB }: SharedGpu): Violation {
  const asked = `${models.length} engines need ${formatGiB(fixedGiB + demandGiB)} on one ${gpu}`;
  return {
    prop: 'gpu',
    value: models,
    allowed: `≤ ${formatGiB(budgetGiB)} together`,
    message: `${asked}: ${formatGiB(fixedGiB)} of weights and runtime, ${formatGiB(demandGiB)} of KV cache; ${formatGiB(budgetGiB)} are available`,
    repairs: ['one shared pool where the model is the same', "quantization: 'fp8'", 'a GPU of its own for one of them'],
  };
}
