/** Node pools that a construct, or the cluster for all of them, names for pods without GPUs. */
import type { Construct } from 'constructs';
import { evaluateRules } from '../../core/evaluate-rules';
import { type Finding, place } from '../../core/finding';
import type { NodeChoice } from '../../security/node-choice';
import { SynthesisRegistry } from '../../terraform/synthesis-registry';
import type { Cluster } from '../cluster';
import { cpuNodesOf } from '../placement';
import type { ChosenNodes } from './named-pools';
import { CHOSEN_NODE_RULES } from './rules';

/**
 * Nodes that pods without GPUs may run on.
 * @param names node pools that they name; by default those of the cluster
 */
export function chosenNodes({ cpuNodePools, nodePools }: Cluster, names: readonly string[] | undefined = cpuNodePools): NodeChoice {
  return cpuNodesOf(
    (names ?? []).flatMap((name) => nodePools.filter((nodePool) => nodePool.name === name)),
    true,
  );
}

/** Registers what is found of the names, once for a construct and once for a cluster. */
export function judgeChosenNodes(owner: Construct, cluster: Cluster, names: readonly string[] | undefined): void {
  const { path } = owner.node;
  judge(owner, `cpuNodePools of ${path}`, chosen(cluster, 'cpuNodePools', names));
  judge(owner, `cpuNodePools of cluster ${cluster.identity.key}`, chosen(cluster, 'cluster.cpuNodePools', cluster.cpuNodePools));
}

const chosen = ({ name: cluster, nodePools }: Cluster, prop: string, names: readonly string[] = []): ChosenNodes => ({
  cluster,
  prop,
  names,
  nodePools,
});

function judge(owner: Construct, key: string, nodes: ChosenNodes): void {
  if (nodes.names.length === 0) return;
  const { path } = owner.node;
  const findings = (): Finding[] => evaluateRules(CHOSEN_NODE_RULES, nodes).map((finding) => place(path, finding));
  SynthesisRegistry.of(owner).registerShared(key, findings);
}
