/** Names and labels of the pods of replicas on several nodes. */
import { nodesOf } from '../../capacity/gpus-of-replica';
import { deploymentPods, groupedPods } from '../../core/kubernetes/pod-names';
import { physicalName } from '../../core/names';
import type { Workload } from '../../security/workload';
import { burstName, bursts } from '../burst';
import type { PoolView } from '../pool-view';
import type { IScalable } from '../scaling-policy';

/** The operator makes a headless Service of this name beside the pods, so it is not the name of the pool, whose Service picks leaders. */
const SUFFIX = 'nodes';
/**
 * Workers of a group are a StatefulSet called `<name>-<group>`, whose pods carry that name with a hash of 11 characters as a label of at most 63; three
 * digits are left for the group.
 */
const MAX_NAME = 48;

/** Label of pods that tells who answers requests. Of our own: the index that the operator sets is in no template. */
const NODE_ROLE = 'agent-fleet/node';

export const nodeGroupName = (pool: string): string => physicalName([pool, SUFFIX], MAX_NAME);

export const LEADER_LABEL = { [NODE_ROLE]: 'leader' } as const;
export const WORKER_LABEL = { [NODE_ROLE]: 'worker' } as const;

export const NODE_GROUP_TARGET = { apiVersion: 'leaderworkerset.x-k8s.io/v1', kind: 'LeaderWorkerSet' } as const;

/** Its replicas are groups of pods on several nodes. */
export const isSpread = ({ replica }: Pick<PoolView, 'replica'>): boolean => nodesOf(replica) > 1;

/** Labels of the pods that answer requests: all of them, or the leaders. */
export const answeringPods = (pool: Pick<PoolView, 'replica' | 'adapter'>, { selector }: Workload): Readonly<Record<string, string>> =>
  isSpread(pool) ? { ...selector, ...LEADER_LABEL } : { ...selector, ...pool.adapter.operated?.answering };

/**
 * Names of its pods, as a pattern; a burst has a second Deployment. Leaders are numbered, and their workers, which hold GPUs and write no metrics, have a second number.
 */
export const podPattern = (pool: Pick<PoolView, 'name' | 'replica' | 'spec' | 'adapter'>): string =>
  pool.adapter.operated?.podPattern(pool.name) ?? patternOf(pool);

const patternOf = (pool: Pick<PoolView, 'name' | 'replica' | 'spec'>): string =>
  isSpread(pool)
    ? groupedPods(nodeGroupName(pool.name))
    : [pool.name, ...(bursts(pool) ? [burstName(pool.name)] : [])].map(deploymentPods).join('|');

/** A group is one unit to an autoscaler: all of its pods come and go together. */
export const scaleTargetOf = (pool: Pick<PoolView, 'name' | 'replica' | 'spec'>): IScalable['scaleTarget'] =>
  isSpread(pool)
    ? { ...NODE_GROUP_TARGET, name: nodeGroupName(pool.name) }
    : { apiVersion: 'apps/v1', kind: 'Deployment', ...(bursts(pool) ? { name: burstName(pool.name) } : {}) };
