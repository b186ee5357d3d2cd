/**
 * Where pods may run: inference on nodes with its GPU, everything else away from GPUs. Node affinity and not a node selector,
 * because the product label gets a suffix when GPU sharing is switched on.
 */
import type { Gpu } from '../catalog/gpu';
import { GPU_VENDORS } from '../catalog/gpu-vendors';
import type { DeploymentV1SpecTemplateSpec } from '../terraform/kubernetes';
import { MIG_CONFIG_LABEL, migConfigName, resourceWord } from './node-mig';
import type { NodePool } from './node-pool';
import { SHARING_CONFIG_LABEL, sharingConfigName } from './node-sharing';
import type { NodeTaint } from './node-taint';

type Affinity = NonNullable<DeploymentV1SpecTemplateSpec['affinity']>;
type Toleration = Extract<NonNullable<DeploymentV1SpecTemplateSpec['toleration']>, readonly unknown[]>[number];
type NodeAffinity = NonNullable<Affinity['nodeAffinity']>;
type Preference = Pick<NodeAffinity, 'preferredDuringSchedulingIgnoredDuringExecution'>;
type MatchExpression = { key: string; operator: string; values?: string[] };

export interface Placement {
  readonly affinity: Affinity;
  readonly toleration: Toleration[];
}

/** No vendor's label of a node with GPUs. Nodes without any label at all count as CPU nodes too. */
const CPU_NODES: MatchExpression[] = Object.values(GPU_VENDORS)
  .flatMap(({ nodeLabels }) => nodeLabels)
  .map(({ key, value }) => (value === null ? { key, operator: 'DoesNotExist' } : { key, operator: 'NotIn', values: [value] }));

/** Nodes that the label makers of no GPU vendor have marked. */
export function cpuPlacement(): Placement {
  return { affinity: requireNodes(CPU_NODES), toleration: [] };
}

/** CPU nodes of these pools, with their taints; any CPU nodes where there are none. */
export function sandboxPlacement(nodePools: readonly NodePool[]): Placement {
  const terms = nodePools.map(({ labels = {} }) => [...CPU_NODES, ...labelExpressions(labels)]);
  const taints = nodePools.flatMap((nodePool) => nodePool.taints);
  return {
    affinity: requireNodes(...(terms.length === 0 ? [CPU_NODES] : distinct(terms))),
    toleration: distinct(taints.map(tolerationOf)),
  };
}

/** The same rule in the words of Kubernetes, for operators that take a node affinity in their own objects. */
export function cpuNodeAffinity() {
  return { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: CPU_NODES }] } };
}

/** Nodes of a GPU, with their taints: any of the node pools, each by its labels where it has some, else by the product labels of the GPU, in its zones. */
export function gpuPlacement(gpu: Gpu, nodePools: readonly NodePool[]): Placement {
  const expressions = nodePools.map((nodePool) => expressionsOf(gpu, nodePool));
  const { nodeAffinity } = requireNodes(...(expressions.length === 0 ? [productExpressions(gpu)] : distinct(expressions)));
  return { affinity: { nodeAffinity: { ...nodeAffinity, ...stayingFirst(gpu, nodePools) } }, toleration: tolerations(gpu, nodePools) };
}

const expressionsOf = (gpu: Gpu, nodePool: NodePool): MatchExpression[] => [
  ...(Object.keys(nodePool.labels ?? {}).length === 0 ? productExpressions(gpu, nodePool) : labelExpressions(nodePool.labels ?? {})),
  ...zoneExpressions(nodePool.zones),
];

/** The most that a preference weighs. */
const FIRST = 100;

/**
 * Pods that may run on spot nodes and on others take the others first: the floor of a pool starts where nodes stay, the burst finds them full and goes
 * to spot, and what a spot node leaves behind goes back where there is room.
 */
function stayingFirst(gpu: Gpu, nodePools: readonly NodePool[]): Preference {
  const staying = nodePools.filter(({ purchase }) => purchase !== 'spot');
  if (staying.length === 0 || staying.length === nodePools.length) return {};
  const preferences = distinct(staying.map((nodePool) => expressionsOf(gpu, nodePool)));
  const spot = distinct(nodePools.filter(({ purchase }) => purchase === 'spot').map((nodePool) => expressionsOf(gpu, nodePool)));
  // What selects both alike prefers neither.
  const apart = preferences.filter((one) => !spot.some((other) => JSON.stringify(other) === JSON.stringify(one)));
  if (apart.length === 0) return {};
  return {
    preferredDuringSchedulingIgnoredDuringExecution: apart.map((matchExpressions) => ({ weight: FIRST, preference: { matchExpressions } })),
  };
}

/** The same for pods that have an order of choice: the first node pool weighs most, and the last needs no preference. */
export function gpuPlacementInOrder(gpu: Gpu, nodePools: readonly NodePool[]): Placement {
  const choices = distinct(nodePools.map((nodePool) => expressionsOf(gpu, nodePool)));
  const { nodeAffinity } = requireNodes(...(choices.length === 0 ? [productExpressions(gpu)] : choices));
  const preferences = choices.slice(0, -1).map((matchExpressions, index) => ({
    weight: Math.max(1, Math.floor(FIRST / 2 ** index)),
    preference: { matchExpressions },
  }));
  const preferred = preferences.length === 0 ? {} : { preferredDuringSchedulingIgnoredDuringExecution: preferences };
  return { affinity: { nodeAffinity: { ...nodeAffinity, ...preferred } }, toleration: tolerations(gpu, nodePools) };
}

/** The taint that vendors and clouds put on nodes of a GPU, then those that the node pools declare, each once. */
function tolerations(gpu: Gpu, nodePools: readonly NodePool[]): Toleration[] {
  const key = gpu.facts.resourceName;
  const declared = nodePools.flatMap(({ taints }) => taints).filter((taint) => taint.key !== key || taint.effect !== 'NoSchedule');
  return [{ key, operator: 'Exists', effect: 'NoSchedule' }, ...distinct(declared.map(tolerationOf))];
}

function tolerationOf({ key, value, effect }: NodeTaint): Toleration {
  return value === undefined || value === '' ? { key, operator: 'Exists', effect } : { key, operator: 'Equal', value, effect };
}

/** A GPU without known label needs a node pool with labels. Slices that appear as GPUs change the product of their node. */
function productExpressions({ facts }: Gpu, { mig, sharing }: Partial<NodePool> = {}): MatchExpression[] {
  const { sliceOf, productLabelKey, productLabels } = facts;
  const suffix = sliceOf !== null && mig?.strategy === 'single' ? `-MIG-${resourceWord(sliceOf.profile)}` : '';
  const product = { key: productLabelKey, operator: 'In', values: productLabels.map((label) => `${label}${suffix}`) };
  return [
    product,
    ...(mig === undefined ? [] : [{ key: MIG_CONFIG_LABEL, operator: 'In', values: [migConfigName(mig)] }]),
    ...(sharing === undefined ? [] : [{ key: SHARING_CONFIG_LABEL, operator: 'In', values: [sharingConfigName(sharing)] }]),
  ];
}

function labelExpressions(labels: Readonly<Record<string, string>>): MatchExpression[] {
  return Object.entries(labels).map(([key, value]) => ({ key, operator: 'In', values: [value] }));
}

const ZONE = 'topology.kubernetes.io/zone';

function zoneExpressions(zones: readonly string[]): MatchExpression[] {
  return zones.length === 0 ? [] : [{ key: ZONE, operator: 'In', values: [...zones] }];
}

/** No other pod of these labels on the same node. */
export function apartFrom(matchLabels: Readonly<Record<string, string>>): Affinity {
  const term = { labelSelector: [{ matchLabels: { ...matchLabels } }], topologyKey: 'kubernetes.io/hostname' };
  return { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
}

/** A node that meets one of the terms will do. */
function requireNodes(...terms: MatchExpression[][]): Affinity & { readonly nodeAffinity: NodeAffinity } {
  const nodeSelectorTerm = terms.map((matchExpressions) => ({ matchExpressions }));
  return { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerm } } };
}

const distinct = <T>(values: readonly T[]): T[] => [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
