/** The CPU layer of a cluster: all pods without GPUs, beside the nodes that say what they have. */

import type { Construct } from 'constructs';
import { spotNotice } from '../../catalog/spot-notice';
import { evaluateRules } from '../../core/evaluate-rules';
import { type Finding, place } from '../../core/finding';
import { onceForEach } from '../../core/once';
import { strictly } from '../../core/strict';
import { FleetNamespace } from '../../security/fleet-namespace';
import { podResources, podsIn } from '../../security/namespace-pods/namespace-pods';
import { TerraformStack } from '../../terraform/engine';
import { SynthesisRegistry } from '../../terraform/synthesis-registry';
import type { Cluster } from '../cluster';
import type { NodePool } from '../node-pool';
import { FACT_OF, NODE_RESOURCES, type NodeResource, reserveOf } from '../node-room';
import { RUN_IMAGE_RULES, USED_NODE_RULES } from '../rules';
import type { UsedNodes } from '../used-nodes';
import { type CpuPods, cpuPodsOf } from './cpu-pods';
import type { PlacedCpuPods } from './placed-pods';
import { CPU_LAYER_RULES, CPU_POD_PLACE_RULES, CPU_POD_ROOM_RULES, TAINTED_NODE_RULES } from './rules';
import { type ImagesOfCluster, runImages } from './run-images';
import { taintedNodes } from './tainted-nodes';

/** Registers what is found of the CPU layer of a cluster, once. */
export function judgeCpuLayer(owner: Construct, cluster: Cluster): void {
  const registry = SynthesisRegistry.of(owner);
  const { key } = cluster.identity;
  // Emitted objects do not change while repairs are tried.
  let known: readonly Finding[] = [];
  registry.registerShared(`CPU nodes of cluster ${key}`, () => {
    if (!registry.isTrying) known = findingsOf(registry, cluster);
    return known;
  });
}

function findingsOf(registry: SynthesisRegistry, cluster: Cluster): Finding[] {
  const nodePools = cluster.nodePools.filter(({ gpu }) => gpu === undefined);
  if (nodePools.length === 0) return [];
  const reserve = reserveOf(cluster.nodePools);
  const notice = spotNotice(cluster.nodePools.flatMap(({ labels = {} }) => Object.keys(labels)));
  const pods = podsOf(registry, cluster);
  const [first] = pods;
  if (first === undefined) return [];
  const images = imagesOf(registry, cluster, nodePools);
  const found = [
    ...pods.flatMap((one) => evaluateRules(RUN_IMAGE_RULES, runImages(one, images)).map((finding) => place(one.path, finding))),
    ...pods.flatMap((one) => podFindings({ ...one, reserve, declared: nodePools, notice, environment: cluster.environment })),
    ...nodePools
      .flatMap((nodePool) => evaluateRules(TAINTED_NODE_RULES, taintedNodes(nodePool, pods)))
      .map((finding) => place(first.path, finding)),
    ...evaluateRules(CPU_LAYER_RULES, { cluster: cluster.name, pods, nodePools, reserve }).map((finding) => place(first.path, finding)),
    ...nodePools.flatMap((nodePool) => usedBy(nodePool, pods)).flatMap(sizeFindings),
  ];
  return cluster.strict ? found.map(strictly) : found;
}

function podFindings(pods: PlacedCpuPods): Finding[] {
  const { environment } = pods;
  const found = [...evaluateRules(CPU_POD_PLACE_RULES, pods, { environment }), ...evaluateRules(CPU_POD_ROOM_RULES, pods)];
  return found.map((finding) => place(pods.path, finding));
}

const sizeFindings = (nodes: UsedNodes): Finding[] => evaluateRules(USED_NODE_RULES, nodes).map((finding) => place(nodes.path, finding));

function imagesOf(registry: SynthesisRegistry, cluster: Cluster, declared: readonly NodePool[]): ImagesOfCluster {
  const sources = new Map(namespacesOf(registry, cluster).flatMap((namespace) => [...namespace.sources]));
  return { architectures: cluster.imageArchitectures, sources, declared };
}

/** That the app writes into. */
const namespacesOf = (registry: SynthesisRegistry, { identity }: Cluster): FleetNamespace[] =>
  registry.registered(FleetNamespace.isFleetNamespace).filter(({ cluster }) => cluster.key === identity.key);

/** Of every namespace of the cluster. */
function podsOf(registry: SynthesisRegistry, cluster: Cluster): CpuPods[] {
  const { nodePools } = cluster;
  const namespaces = namespacesOf(registry, cluster);
  const resourcesOf = onceForEach(podResources);
  return [...new Set(namespaces.map(({ name }) => name))].flatMap((name) => {
    const same = namespaces.filter((namespace) => namespace.name === name);
    const { workloads } = podsIn(
      name,
      same.map((namespace) => TerraformStack.of(namespace)),
      resourcesOf,
    );
    return workloads.flatMap((workload) => cpuPodsOf(workload, nodePools, same[0]?.node.path ?? ''));
  });
}

function usedBy(nodePool: NodePool, pods: readonly CpuPods[]): UsedNodes[] {
  const users = pods.filter(({ nodePools }) => nodePools.includes(nodePool));
  const [first] = users;
  if (first === undefined) return [];
  const most = (resource: NodeResource) => Math.max(...users.map(({ asks }) => asks[resource] ?? 0));
  return [
    {
      nodePool: nodePool.name,
      unsaid: NODE_RESOURCES.filter((resource) => nodePool[FACT_OF[resource]] === undefined),
      asks: { cpu: most('cpu'), memoryGiB: most('memoryGiB'), diskGiB: most('diskGiB') },
      path: first.path,
    },
  ];
}
