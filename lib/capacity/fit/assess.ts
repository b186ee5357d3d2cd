/** Runs every capacity rule over one pool. Judging and repairing use the same list, so a repair is checked by the law that found the problem. */
import type { UnplacedFinding } from '../../core/finding';
import { isSlice, oneSlice } from '../mig-slice';
import { balanceAtFloor, balanceAtPeak } from './balance';
import type { PoolInput } from './pool-input';
import { admissionLimit, admissionRatio, replicaLoss, sessionsPerGpu } from './rules/admission';
import { kvOffload } from './rules/kv-offload';
import { demandOverSupply, headroom, oneFullRequest, plannedShare, weightsAlone } from './rules/memory';
import { contextRanksDivide, stagesHaveLayers, tensorParallelInNode } from './rules/parallel';
import type { Assessment, Rule } from './rules/rule';
import {
  contextOverModel,
  contextOverPool,
  fp8KvCache,
  fp8Weights,
  interconnectAdequate,
  smallModelSharded,
  tensorParallelDivides,
  utilizationRange,
} from './rules/shape';
import { tokensPerSecond } from './rules/throughput';

/** In the order in which findings are printed. */
const RULES: readonly Rule[] = [
  tensorParallelDivides,
  ({ input }) => (isSlice(input.replica.gpu) ? oneSlice(input.replica) : []),
  ({ input }) => tensorParallelInNode(input),
  ({ input }) => stagesHaveLayers(input),
  ({ input }) => contextRanksDivide(input),
  weightsAlone,
  oneFullRequest,
  demandOverSupply,
  headroom,
  tokensPerSecond,
  kvOffload,
  plannedShare,
  fp8KvCache,
  fp8Weights,
  utilizationRange,
  contextOverModel,
  contextOverPool,
  admissionLimit,
  interconnectAdequate,
  replicaLoss,
  admissionRatio,
  sessionsPerGpu,
  smallModelSharded,
];

export function assess(input: PoolInput): Assessment {
  return { input, floor: balanceAtFloor(input), peak: balanceAtPeak(input) };
}

export function findingsOf(assessment: Assessment): UnplacedFinding[] {
  return RULES.flatMap((rule) => rule(assessment));
}
