/**
 * Where pods may run: inference on nodes with its GPU, everything else away from GPUs. Node affinity and not a node selector,
 * because the product label gets a suffix when GPU sharing is switched on.
 */
import type { Gpu } from '../catalog/gpu';
import { GPU_VENDORS } from '../catalog/gpu-vendors';
import type { NodeChoice, NodeExpression, NodeToleration } from '../security/node-choice';
import type { Workload } from '../security/workload';
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

/** Nodes that the label makers of no GPU vendor have marked, whatever else they are; none of their taints is tolerated. */
const ANY_CPU_NODE: NodeChoice = { terms: [CPU_NODES], preferences: [], tolerations: [] };

/**
 * CPU nodes of these pools, with their taints; any CPU nodes where there are none.
 * @param inOrder pods go to the first with room, and to the others where it has none
 */
export function cpuNodesOf(nodePools: readonly NodePool[], inOrder: boolean): NodeChoice {
  if (nodePools.length === 0) return ANY_CPU_NODE;
  const terms = distinct(nodePools.map((nodePool) => [...CPU_NODES, ...ownExpressions(nodePool)]));
  const choices = inOrder ? distinct(nodePools.map(ownExpressions)).slice(0, -1) : [];
  return {
    terms,
    preferences: choices.map((expressions, index) => ({ weight: weightOf(index), expressions })),
    tolerations: distinct(nodePools.flatMap(({ taints }) => taints).map(tolerationOf)),
  };
}

/** Whether anything tells the nodes of a pool without GPUs from others. */
export const selectedNodes = (nodePool: NodePool): boolean => ownExpressions(nodePool).length > 0;

/** Of nodes that a pod chooses by name, beside that they have no GPU. */
const ownExpressions = ({ labels = {}, zones }: NodePool): MatchExpression[] => [...labelExpressions(labels), ...zoneExpressions(zones)];

/** What the template of a pod without GPUs says of its nodes. */
export function onCpuNodes({
  nodes = ANY_CPU_NODE,
}: Pick<Workload, 'nodes'> = {}): Pick<DeploymentV1SpecTemplateSpec, 'affinity' | 'toleration'> {
  const { affinity, toleration } = cpuPlacement({ nodes });
  return { affinity, ...(toleration.length === 0 ? {} : { toleration }) };
}

export function cpuPlacement({ nodes = ANY_CPU_NODE }: Pick<Workload, 'nodes'> = {}): Placement {
  const { nodeAffinity } = requireNodes(...nodes.terms.map((term) => term.map(written)));
  const preferred = nodes.preferences.map(({ weight, expressions }) => ({
    weight,
    preference: { matchExpressions: expressions.map(written) },
  }));
  return {
    affinity: {
      nodeAffinity: { ...nodeAffinity, ...(preferred.length === 0 ? {} : { preferredDuringSchedulingIgnoredDuringExecution: preferred }) },
    },
    toleration: nodes.tolerations.map((toleration) => ({ ...toleration })),
  };
}

/** The same rule in the words of Kubernetes, for operators that take a node affinity in their own objects. */
export function cpuNodeAffinity({ nodes = ANY_CPU_NODE }: Pick<Workload, 'nodes'> = {}) {
  const preferred = nodes.preferences.map(({ weight, expressions }) => ({
    weight,
    preference: { matchExpressions: expressions.map(written) },
  }));
  return {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: nodes.terms.map((term) => ({ matchExpressions: term.map(written) })),
    },
    ...(preferred.length === 0 ? {} : { preferredDuringSchedulingIgnoredDuringExecution: preferred }),
  };
}

/** Taints of the nodes, beside `cpuNodeAffinity`; nothing where there are none. */
export const cpuTolerations = ({ nodes = ANY_CPU_NODE }: Pick<Workload, 'nodes'> = {}): { readonly tolerations?: NodeToleration[] } =>
  nodes.tolerations.length === 0 ? {} : { tolerations: nodes.tolerations.map((toleration) => ({ ...toleration })) };

const written = ({ key, operator, values }: NodeExpression): MatchExpression => ({
  key,
  operator,
  ...(values === undefined ? {} : { values: [...values] }),
});

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

/** Of a choice in an order, from 0. */
const weightOf = (index: number): number => Math.max(1, Math.floor(FIRST / 2 ** index));

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
    weight: weightOf(index),
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

/** Taints that node pools with GPUs declare, for what works on each of their nodes. */
export const gpuTolerations = (nodePools: readonly NodePool[]): NodeToleration[] =>
  distinct(
    nodePools.flatMap(({ gpu, taints }) =>
      gpu === undefined ? [] : taints.filter(({ key }) => key !== gpu.facts.resourceName).map(tolerationOf),
    ),
  );

function tolerationOf({ key, value, effect }: NodeTaint): NodeToleration {
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

/** Values that nodes of a pool may have, by label, as far as anybody says. */
export const nodeLabels = ({ labels = {}, zones }: NodePool): Readonly<Record<string, readonly string[]>> => ({
  ...(zones.length === 0 ? {} : { [ZONE]: zones }),
  ...Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, [value]])),
});

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
