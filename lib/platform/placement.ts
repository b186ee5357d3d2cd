/**
 * Where pods may run: inference on nodes with its GPU, everything else away from GPUs. Node affinity and not a node selector,
 * because the product label gets a suffix when somebody switches GPU sharing on.
 */
import type { Gpu } from '../catalog/gpu';
import type { DeploymentV1SpecTemplateSpec } from '../terraform/kubernetes';
import type { NodePool } from './node-pool';

type Affinity = NonNullable<DeploymentV1SpecTemplateSpec['affinity']>;
type Toleration = Extract<NonNullable<DeploymentV1SpecTemplateSpec['toleration']>, readonly unknown[]>[number];
type MatchExpression = { key: string; operator: string; values: string[] };

export interface Placement {
  readonly affinity: Affinity;
  readonly toleration: Toleration[];
}

const GPU_PRESENT = 'nvidia.com/gpu.present';
const GPU_PRODUCT = 'nvidia.com/gpu.product';

/** Nodes without the label at all count as CPU nodes too. */
const CPU_NODES: MatchExpression[] = [{ key: GPU_PRESENT, operator: 'NotIn', values: ['true'] }];

/** Nodes that GPU feature discovery has not marked. */
export function cpuPlacement(): Placement {
  return { affinity: requireNodes(CPU_NODES), toleration: [] };
}

/** The same rule in the words of Kubernetes, for operators that take a node affinity in their own objects. */
export function cpuNodeAffinity() {
  return { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: CPU_NODES }] } };
}

/** Nodes of a GPU: by the labels of the node pool where it has some, else by the product labels of the GPU. */
export function gpuPlacement(gpu: Gpu, nodePool: NodePool | undefined): Placement {
  return {
    affinity: requireNodes(nodePool?.labels === undefined ? productExpressions(gpu) : labelExpressions(nodePool.labels)),
    toleration: [{ key: gpu.facts.resourceName, operator: 'Exists', effect: 'NoSchedule' }],
  };
}

/** The plain product and its shared variant; a GPU without known label needs a node pool with labels. */
function productExpressions(gpu: Gpu): MatchExpression[] {
  const key = gpu.facts.vendor === 'AMD' ? 'amd.com/gpu.product-name' : GPU_PRODUCT;
  return [{ key, operator: 'In', values: [...gpu.facts.productLabels] }];
}

function labelExpressions(labels: Readonly<Record<string, string>>): MatchExpression[] {
  return Object.entries(labels).map(([key, value]) => ({ key, operator: 'In', values: [value] }));
}

function requireNodes(matchExpressions: MatchExpression[]): Affinity {
  return { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerm: [{ matchExpressions }] } } };
}
