/** CPU nodes that keep pods away, as their rule sees them. */
import type { NodePool } from '../node-pool';
import { keepsAway, type NodeTaint } from '../node-taint';
import type { CpuPods } from './cpu-pods';

export interface TaintedNodes {
  readonly nodePool: string;
  readonly taints: readonly NodeTaint[];
  /** Workloads that may run there, and tolerate all of its taints. */
  readonly users: readonly string[];
}

export const taintedNodes = ({ name, taints }: NodePool, pods: readonly CpuPods[]): TaintedNodes => ({
  nodePool: name,
  taints: taints.filter(keepsAway),
  users: pods.filter(({ nodePools }) => nodePools.some((nodePool) => nodePool.name === name)).map(({ workload }) => workload),
});
