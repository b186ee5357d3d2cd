/** The two stages of a request where they run apart (prefill/decode disaggregation): what of them a pool is, and what joins them. */
import { gpusOfPod } from '../../capacity/gpus-of-replica';
import type { RemotePrefill } from '../../capacity/replica-spec';
import type { Fabric } from '../../platform/fabric';
import type { NodePool } from '../../platform/node-pool';
import type { InferencePoolSpec } from '../inference-pool-props';
import type { PoolNodes } from '../pool-nodes';
import type { PoolReplica } from '../pool-replica';

/** `prefill` computes prompts, `decode` writes answers. */
export type Stage = 'prefill' | 'decode';

export interface Staged {
  readonly spec: Pick<InferencePoolSpec, 'prefill'>;
  readonly setting: { readonly stage?: 'prefill' };
}

/** Undefined for a pool that does both. */
export const stageOf = ({ spec, setting }: Staged): Stage | undefined =>
  setting.stage ?? (spec.prefill === undefined ? undefined : 'decode');

/** The node pool of both stages; undefined where there are several, or none is declared. */
export function nodePoolOfStages({ nodePools }: Pick<PoolNodes, 'nodePools'>): NodePool | undefined {
  return nodePools.length === 1 ? nodePools[0] : undefined;
}

/** Adapters go to pods as GPUs do, so a transfer has those of the smaller end. */
function gbitOf(fabric: Fabric, gpusPerNode: number, replicas: readonly PoolReplica[]): number {
  const share = Math.min(...replicas.map((replica) => gpusOfPod(replica) / gpusPerNode));
  return fabric.gbitPerSecond * Math.min(1, share);
}

const alwaysThere = ({ replicas, scaling }: Pick<InferencePoolSpec, 'replicas' | 'scaling'>): number =>
  scaling?.minReplicas ?? replicas ?? 1;

/** What the replica of a pool is told of the replicas that compute its prompts. */
export function remotePrefill(
  decode: { readonly spec: InferencePoolSpec; readonly replica: PoolReplica },
  prefill: { readonly spec: Pick<InferencePoolSpec, 'replicas' | 'scaling'>; readonly replica: PoolReplica },
  nodes: Pick<PoolNodes, 'nodePools'>,
): RemotePrefill {
  const nodePool = nodePoolOfStages(nodes);
  return {
    replica: prefill.replica,
    perReplica: alwaysThere(prefill.spec) / alwaysThere(decode.spec),
    gbitPerSecond: nodePool?.fabric === undefined ? null : gbitOf(nodePool.fabric, nodePool.gpusPerNode, [decode.replica, prefill.replica]),
  };
}
