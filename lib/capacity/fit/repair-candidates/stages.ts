/** Pipeline stages: more GPUs for one replica where tensor parallel cannot take them, because heads do not divide, the node ends or the link is slow. */
import { type Change, set } from '../../../core/change';
import { gpusOfReplica } from '../../gpus-of-replica';
import type { ReplicaSpec } from '../../replica-spec';
import { loadsSplit } from '../../split-faults-of';
import type { PoolInput } from '../pool-input';
import { divides } from '../rules/tensor-parallel-divides';
import { GPUS_PER_NODE } from '../rules/tensor-parallel-in-node';
import { type Passes, type RepairCandidate, SHARDS, withReplica } from './repair-candidate';

/** Stages that are tried; beyond, a token would wait for too many hops. */
const STAGES = [2, 3, 4, 6, 8] as const;

/** The fewest stages that pass. None where tensor parallel of as many GPUs passes over a fast link. */
export function pipelines(input: PoolInput, passes: Passes, shards: readonly RepairCandidate[]): RepairCandidate[] {
  const { replica } = input;
  const size = tensorParallelOf(replica);
  if (input.stagesCanChange === false || size === null) return [];
  const most = (input.mostGpusPerReplica ?? Number.POSITIVE_INFINITY) / size;
  const candidate = STAGES.filter((count) => count > (replica.pipelineParallel ?? 1) && count <= most)
    .map((pipelineParallel) => withReplica(input, cut(replica, size, pipelineParallel), { tensorParallel: size, pipelineParallel }))
    .find((candidate) => passes(candidate.input));
  if (candidate === undefined) return [];
  const gpus = gpusOfReplica(candidate.input.replica);
  const sharded = shards.some((shard) => gpusOfReplica(shard.input.replica) <= gpus && isLinked(shard.input.replica));
  return sharded ? [] : [candidate];
}

/** The group as it is where it can be; else the largest that divides the heads and ends with the node. */
function tensorParallelOf(replica: ReplicaSpec): number | null {
  const inNode = replica.gpusPerNode ?? GPUS_PER_NODE;
  const valid = (size: number) => divides(replica.model.facts, size) && size <= inNode && loadsSplit({ ...replica, tensorParallel: size });
  if (valid(replica.tensorParallel)) return replica.tensorParallel;
  return [...SHARDS].reverse().find((size) => size < replica.tensorParallel && valid(size)) ?? null;
}

const cut = (replica: ReplicaSpec, size: number, stages: number): readonly Change[] => [
  ...(size === replica.tensorParallel ? [] : [set('tensorParallel', size)]),
  set('pipelineParallel', stages),
];

const isLinked = ({ gpu, nvlinkBridge }: ReplicaSpec) =>
  gpu.facts.interconnect === 'nvlink' || gpu.facts.interconnect === 'infinity-fabric' || nvlinkBridge === true;
