/** The rules of one pool, in the order in which findings are printed. Judging and repairing use the same list. */
import type { PoolRule } from '../assessment';
import { admissionLimit } from './admission-limit';
import { admissionRatio } from './admission-ratio';
import { attentionKernels } from './attention-kernels';
import { contextRanksDivide } from './context-ranks-divide';
import { contextWithinModel } from './context-within-model';
import { contextWithinPool } from './context-within-pool';
import { demandFits } from './demand-fits';
import { factsKnown } from './facts-known';
import { fastInterconnect } from './fast-interconnect';
import { fp8KvCache } from './fp8-kv-cache';
import { headroom } from './headroom';
import { kvOffloadHolds } from './kv-offload-holds';
import { oneRequestFits } from './one-request-fits';
import { oneSlice } from './one-slice';
import { plannedShare } from './planned-share';
import { quantizedSplit } from './quantized-split';
import { replicaMayFail } from './replica-may-fail';
import { sessionsPerGpu } from './sessions-per-gpu';
import { smallModelWhole } from './small-model-whole';
import { stagesHaveLayers } from './stages-have-layers';
import { tensorParallelDivides } from './tensor-parallel-divides';
import { tensorParallelInNode } from './tensor-parallel-in-node';
import { throughputEnough } from './throughput-enough';
import { throughputKnown } from './throughput-known';
import { throughputSpare } from './throughput-spare';
import { utilizationRange } from './utilization-range';
import { weightFormatLoads } from './weight-format-loads';
import { weightFormatNative } from './weight-format-native';
import { weightsFit } from './weights-fit';

export const POOL_RULES: readonly PoolRule[] = [
  factsKnown,
  tensorParallelDivides,
  quantizedSplit,
  oneSlice,
  tensorParallelInNode,
  stagesHaveLayers,
  contextRanksDivide,
  weightsFit,
  oneRequestFits,
  demandFits,
  headroom,
  throughputEnough,
  throughputSpare,
  throughputKnown,
  kvOffloadHolds,
  plannedShare,
  fp8KvCache,
  attentionKernels,
  weightFormatLoads,
  weightFormatNative,
  utilizationRange,
  contextWithinModel,
  contextWithinPool,
  admissionLimit,
  fastInterconnect,
  replicaMayFail,
  admissionRatio,
  sessionsPerGpu,
  smallModelWhole,
];
