/** Gives a construct its place: providers in its stack, a restricted namespace, and a name that is its own there. */
import type { Construct } from 'constructs';
import { FleetNamespace } from '../security/fleet-namespace';
import { type Governance, governanceLabels } from '../security/governance/governance';
import { type Component, selectorLabels } from '../security/labels';
import { APART } from '../security/mesh/ambient';
import type { Namespace } from '../security/namespace';
import { workloadRealm } from '../security/namespace-owner';
import type { NodeChoice } from '../security/node-choice';
import { OwnLabels } from '../security/own-labels/own-labels';
import type { Workload } from '../security/workload';
import type { TerraformStack } from '../terraform/engine';
import { givenName, type NameWords } from '../terraform/reserved-names';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import type { Cluster } from './cluster';
import { chosenNodes, judgeChosenNodes } from './cpu-layer/chosen-nodes';
import { judgeCpuLayer } from './cpu-layer/cpu-layer';

export interface Settlement {
  readonly stack: TerraformStack;
  readonly cluster: Cluster;
  readonly component: Component;
  /** Name that the user gave; by default the id of the construct. */
  readonly name: string | undefined;
  /** Namespace that the user named; by default the one of the stack. */
  readonly namespace: string | Namespace | undefined;
  /** Labels of the pods where an operator sets them; by default ours. */
  readonly selector?: Readonly<Record<string, string>>;
  /** What is said of it beside what is said of its cluster. */
  readonly governance?: Governance;
  /**
   * Names of the node pools that its pods without GPUs run on.
   * @default - those of the cluster
   */
  readonly cpuNodePools?: readonly string[] | undefined;
  /**
   * Nodes of its pods where it names none.
   * @default - those of the cluster
   */
  readonly nodes?: NodeChoice | undefined;
}

/** The workload of a construct, named after its id unless it has a name. A name that two constructs claim in one namespace is reported at synthesis. */
export function settleWorkload(
  owner: Construct,
  { stack, cluster, component, name: named, namespace: given, selector, governance, cpuNodePools, nodes: usual }: Settlement,
): Workload {
  // Before its namespace takes those of the stack: a message about labels that come too late names the construct.
  const own = OwnLabels.taken(owner);
  cluster.provide(stack, owner);
  judgeCpuLayer(owner, cluster);
  judgeChosenNodes(owner, cluster, cpuNodePools);
  const name = named ?? owner.node.id;
  const namespace = FleetNamespace.of(stack, { namespace: given, terms: cluster.namespaceTerms, cluster: cluster.identity });
  reserveWorkload(owner, namespace, name, givenName(named));
  const apart = cluster.mesh !== undefined && component === 'tool-sandbox';
  const labels = { ...own, ...governanceLabels({ ...cluster, ...governance }), ...(apart ? APART : {}) };
  const nodes = cpuNodePools === undefined && usual !== undefined ? usual : chosenNodes(cluster, cpuNodePools);
  return { owner, name, namespace, selector: selector ?? selectorLabels(name, component), labels, nodes };
}

/** Pods are told apart by their names. */
export function reserveWorkload(owner: Construct, { name: namespace, cluster }: FleetNamespace, name: string, words?: NameWords): void {
  SynthesisRegistry.of(owner).names.reserve(workloadRealm(namespace, cluster), name, owner, words);
}
