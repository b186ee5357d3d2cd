/** What SGLang leaves outside its static fraction, MiB of one card: the three rules of its releases (python/sglang/srt/server_args.py). */
import { sglangTier } from '../../../catalog/engines/sglang/defaults';
import type { ReplicaSpec } from '../../replica-spec';
import { atLeast, type SglangRelease } from './release';

const GIB = 1024;

export interface ReserveInput {
  /** Memory of the card as `nvidia-smi` shows it. */
  readonly cardMiB: number;
  /** Null: unknown, the rule of 2026 is taken. */
  readonly release: SglangRelease | null;
  readonly spec: ReplicaSpec;
  /** Tensor × pipeline parallel. */
  readonly gpus: number;
}

export function reservedMiB(input: ReserveInput): number {
  const { release } = input;
  if (release !== null && !atLeast(release, [0, 4, 8])) return byRanks(input);
  if (release !== null && !atLeast(release, [0, 5, 3])) return bySteps(input) + drafted(input, 2);
  return byBatches(input);
}

const ONE_RANK = 0.88;
/** Shares of the card by ranks; since 0.4.4 13 GiB on cards above 80 GiB. */
const SHARES: readonly (readonly [fromRanks: number, share: number])[] = [
  [16, 0.79],
  [8, 0.81],
  [4, 0.85],
  [2, 0.87],
];

function byRanks({ cardMiB, spec, release }: ReserveInput): number {
  if (cardMiB > 81_920 && release !== null && atLeast(release, [0, 4, 4])) return 13 * GIB;
  const share = SHARES.find(([ranks]) => spec.tensorParallel >= ranks)?.[1] ?? ONE_RANK;
  return cardMiB * (1 - share);
}

function bySteps({ cardMiB, gpus }: ReserveInput): number {
  if (cardMiB < 35 * GIB) return (2.8 + gpus / 10) * GIB;
  if (cardMiB < 90 * GIB) return (9.5 + gpus / 2) * GIB;
  return cardMiB < 160 * GIB ? (12 + gpus / 2) * GIB : 32 * GIB;
}

/** What the engine takes on this card by itself, or was told. Where no graphs are captured the batch is 0. */
export interface SglangBatches {
  /** Tokens of a chunk of prefill. */
  readonly chunk: number;
  /** Largest captured batch. */
  readonly graphBatch: number;
}

export function sglangBatches({ cardMiB, spec, release }: Omit<ReserveInput, 'gpus'>): SglangBatches {
  const tier = sglangTier(cardMiB, release !== null && atLeast(release, [0, 5, 23]));
  return {
    chunk: spec.maxNumBatchedTokens ?? tier.chunk,
    graphBatch: spec.enforceEager === true ? 0 : tier.batch[spec.tensorParallel < 4 ? 0 : 1],
  };
}

/** 512 MiB, 1.5 per token of a prefill chunk, 2 per captured batch, an eighth of a GiB per GPU; 10 GiB at least on large cards. */
function byBatches(input: ReserveInput): number {
  const { cardMiB, gpus, release } = input;
  const batches = sglangBatches(input);
  const chunk = Math.max(2_048, batches.chunk);
  const sum = 512 + 1.5 * chunk + 2 * batches.graphBatch + (gpus / 8) * GIB + prefillGraphs(input, chunk);
  return (cardMiB > 60 * GIB ? Math.max(10 * GIB, sum) : sum) + drafted(input, release === null || atLeast(release, [0, 5, 10]) ? 4 : 2);
}

/** Graphs of whole prefill chunks since 0.5.10: 8 MiB each; with latents 1.5 GiB. */
function prefillGraphs({ spec, release }: ReserveInput, chunk: number): number {
  if (spec.enforceEager === true || (release !== null && !atLeast(release, [0, 5, 10]))) return 0;
  return spec.model.facts.mla === null ? 8 * prefillSizes(chunk) : 1.5 * GIB;
}

/** 8 sizes to 32, 14 to 256, 8 to 512, 8 to 1,024, 12 to 4,096, then one every 512. */
const prefillSizes = (chunk: number) => (chunk >= 4_096 ? 50 + Math.floor((chunk - 4_096) / 512) : 38 + Math.floor((chunk - 1_024) / 256));

const drafted = ({ spec }: ReserveInput, gib: number) => (spec.drafter === undefined ? 0 : gib * GIB);
