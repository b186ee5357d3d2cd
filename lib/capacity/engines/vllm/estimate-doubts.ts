/** What the estimate of a vLLM replica may be off by, cause by cause: fitted on start-ups, or what was seen on few machines. */

import { isUnified } from '../../../catalog/reported-cards';
import { weightFormat } from '../../model/number-formats';
import type { ReplicaSpec } from '../../replica-spec';
import { above, type Band, below, both, type Doubts, shareOf } from '../doubts';
import { coreOf } from './engine-core';
import { nvfp4DoubtGiB } from './expert-kernels';
import { RELEASES, releaseOf } from './releases';
import type { ReplicaMemory } from './replica-memory';

/** Share of the weights: loaded were up to 1 % more than computed (test/data/kv-golden.json and bf16 checkpoints of other people), and 0.03 % less. */
const WEIGHTS: Band = [0.01, 0.003];
/** Share of quantised weights that layouts of ROCm's kernels add: 1.4 to 4.8 % (R9700, 0.11 to 0.13, fp8 and 4 bit; the same copies on NVIDIA 0 to 1 %). */
const WEIGHTS_OF_ROCM = 0.05;
/** Error of the activation formula where it was fitted, GiB (32 points: mean 0.05, worst 0.13). */
const ACTIVATION_GIB = 0.1;
/**
 * Share of the activations on other releases and cards: 0.32 GiB more for 1.27 (Qwen3.8-27B on 0.27.1), and 0.45 GiB less for 1.25 (Llama 3.1 8B on L4
 * with 0.8.5, and on RTX 5070 Ti with 0.13.0).
 */
const ACTIVATION_ELSEWHERE: Band = [0.25, 0.35];
/** The first core: 0.64 GiB more for 2.45 (Qwen2.5-3B on 0.7.3), and a twentieth less. */
const ACTIVATION_FIRST_CORE: Band = [0.2, 0.1];

/**
 * What all the others miss on other releases and cards than the formulas were fitted on, GiB: the worst that was seen, or near it.
 */
const ELSEWHERE: Band = [0.3, 0.2];

/** Profiling pass of a vision or audio tower, GiB: 0.1 in the measured rows, 0.7 to 2.5 in public issues of larger images. */
const TOWER_GIB = 1;

/**
 * Share of the most that a drafter may take more: of 16 public start-ups with one none took more than a quarter (0.73 of 5.45 GiB, 0.58 of 2.64). Four
 * machines: twice that is left. On GB10 four more lie within what its memory explains.
 */
const DRAFTER = 0.5;

/**
 * A first start compiles, and what the compiler benchmarks with is seen as activations: 0.60 instead of 0.17 GiB (Qwen2.5-3B on RTX 4090, 0.10.2).
 * Later starts read the cache. Two logs of one machine show more with 0.28.0, 2.8 GiB in all: not counted.
 */
const COLD_PEAK_GIB = 0.6;

/**
 * Part of the errors that every start has, in quadrature, that holds 39 of 40 start-ups at the lower end and 19 of 20 at the upper one, each repository
 * counted once: bands hold the worst of each cause, and causes seldom meet at their worst. Fitted on the public start-ups with all inputs, later cores on
 * cards of NVIDIA with a memory of their own (116 of 35 repositories: 0.64 and 0.44); bench/range-fit.ts says how well it holds those of a repository that
 * it was not fitted on.
 */
const KEPT: Band = [0.65, 0.45];

/**
 * AMD, and memory that CPU and GPU share, were seen in two and four repositories; the first core profiled whole requests, or chunks, by formulas of its own
 * that rest on fewer logs. Their bands count in full.
 */
export const isWidelySeen = (spec: ReplicaSpec): boolean =>
  spec.gpu.facts.vendor !== 'AMD' && !isUnified(spec.gpu.facts) && coreOf(spec) !== 'first';

export interface DoubtedStage {
  readonly spec: ReplicaSpec;
  readonly memory: ReplicaMemory;
  /** Activations that another limit of sequences would add, GiB. */
  readonly tierGiB: number;
  /** Because only the name of the checkpoint tells its format. */
  readonly format: Band;
}

export function doubtsOf({ spec, memory, tierGiB, format }: DoubtedStage): Doubts {
  const { activation, nonTorch, graphs, drafter, physical, weights, hasTower } = memory;
  const experts = weightFormat(spec.quantization, spec.model.facts)?.expertScheme ?? null;
  const loaded = (weights.perGpuGiB ?? 0) + weights.tablesGiB;
  return {
    errors: {
      weights: shareOf(loaded, WEIGHTS),
      activation: both(ACTIVATION_GIB),
      ...elsewhere(spec, memory),
      nonTorch: turned(nonTorch.band),
      graphs: turned(graphs.band),
      firstStart: below(coldGiB(spec, memory)),
      compiling: memory.firstStart.band,
    },
    kept: isWidelySeen(spec) ? KEPT : [1, 1],
    seldom: {
      format,
      collectives: below(nonTorch.someGiB),
      layouts: below(hasPaddedWeights(spec) ? WEIGHTS_OF_ROCM * loaded : 0),
      tower: below(hasTower ? TOWER_GIB : 0),
      encoder: below(activation.encoderDoubtGiB),
      drafter: below(DRAFTER * drafter.bandGiB),
      experts: below(nvfp4DoubtGiB(spec.gpu.facts, experts)),
    },
    inputs: {
      maxNumSeqs: below(tierGiB),
      interconnect: below(nonTorch.linkGiB),
      sampler: above(activation.spareGiB),
      memoryGiB: above(physical.spreadGiB),
    },
  };
}

const hasPaddedWeights = ({ gpu, quantization, model }: ReplicaSpec): boolean =>
  gpu.facts.vendor === 'AMD' && (quantization === 'checkpoint' ? model.facts.nativeQuantization : quantization) !== null;

/** A term that takes more leaves a smaller pool. */
const turned = ([less, more]: Band): Band => [more, less];

/** Nothing where the formulas were fitted: Hopper, 0.17 to 0.20. */
function elsewhere(spec: ReplicaSpec, { activation }: ReplicaMemory): Doubts['errors'] {
  const { engine, gpu } = spec;
  const release = releaseOf(engine);
  const fitted = release.atLeast(RELEASES.largeCollectives) && !release.atLeast(RELEASES.graphsInBudget);
  if (fitted && Math.floor(gpu.facts.computeCapability ?? 0) === 9) return {};
  const share = coreOf(spec) === 'first' ? ACTIVATION_FIRST_CORE : ACTIVATION_ELSEWHERE;
  return { activationElsewhere: shareOf(activation.perGpuGiB, share), elsewhere: ELSEWHERE };
}

/** How much more a first start may take. */
function coldGiB(spec: ReplicaSpec, { activation, firstStart }: ReplicaMemory): number {
  const compiles = spec.enforceEager !== true && spec.compileCache !== 'warm';
  return compiles ? Math.max(0, COLD_PEAK_GIB - activation.perGpuGiB - firstStart.gib) : 0;
}
