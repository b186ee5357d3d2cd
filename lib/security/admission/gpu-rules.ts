/** GPUs are for the pools of the plan, on the nodes that it names. */
import { DEVICE_CLASS_PREFIX, GPU_RESOURCES } from '../../catalog/gpu-resources';
import { GPU_VENDORS } from '../../catalog/gpu-vendors';
import type { WrittenPod, WrittenWorkload } from '../namespace-pods/written-workload';
import { celValue, type Validation, type Variable, validation } from './cel';

/** Plugins of nodes name cards, slices and parts of cards below the name of their vendor; devices have a name of their own. */
const OWNERS = [...new Set(GPU_RESOURCES.map((resource) => `${resource.split('/')[0] ?? ''}/`)), DEVICE_CLASS_PREFIX];
const TAINTS: readonly string[] = Object.values(GPU_VENDORS).map(({ resourceName }) => resourceName);
const SELECTING = ['app.kubernetes.io/name', 'app.kubernetes.io/component'];

/** Pods that may use GPU nodes. */
interface PlannedGpuPod {
  readonly labels: Readonly<Record<string, string>>;
  readonly gpu: boolean;
  /** What the node must be like: `label=value`. */
  readonly nodes: readonly string[];
  readonly tolerated: readonly string[];
}

/** All entries of a map are of one type in CEL, so each property of the planned pods is a map by their number. */
export function gpuVariables(workloads: readonly WrittenWorkload[]): Variable[] {
  const planned = workloads.flatMap(({ pods }) => pods.flatMap(({ pod }) => plannedPod(pod)));
  const byNumber = <T>(of: (pod: PlannedGpuPod) => T) =>
    celValue(Object.fromEntries(planned.map((pod, index) => [String(index), of(pod)])));
  const limits = 'has(c.resources) && has(c.resources.limits) && c.resources.limits';
  const owned = OWNERS.map((owner) => `k.startsWith('${owner}')`).join(' || ');
  const asked = `variables.containers.exists(c, ${limits}.exists(k, ${owned}))`;
  const anyTaint = `object.spec.tolerations.exists(t, !has(t.key) || t.key == '' || t.key in ${celValue(TAINTS)})`;
  const labelled = 'variables.labels[p].all(k, k in object.metadata.labels && object.metadata.labels[k] == variables.labels[p][k])';
  return [
    { name: 'gpu', expression: `has(object.spec.resourceClaims) || ${asked}` },
    { name: 'tolerates', expression: `has(object.spec.tolerations) && ${anyTaint}` },
    { name: 'labels', expression: byNumber(({ labels }) => labels) },
    { name: 'nodes', expression: byNumber(({ nodes }) => nodes) },
    { name: 'tolerated', expression: byNumber(({ tolerated }) => tolerated) },
    { name: 'planned', expression: `variables.labels.filter(p, has(object.metadata.labels) && ${labelled})` },
    {
      name: 'pools',
      expression: `variables.planned.filter(p, p in ${celValue(planned.flatMap(({ gpu }, index) => (gpu ? [String(index)] : [])))})`,
    },
  ];
}

const SELECTS = "e.operator == 'In' && e.values.all(v, (e.key + '=' + v) in variables.nodes[p])";
const AFFINITY = 'object.spec.affinity.nodeAffinity';
const REQUIRED = `${AFFINITY}.requiredDuringSchedulingIgnoredDuringExecution`;
const HAS_TERMS = `has(object.spec.affinity) && has(${AFFINITY}) && has(${REQUIRED})`;
const ONLY_PLANNED = `has(t.matchExpressions) && t.matchExpressions.exists(e, ${SELECTS}) && t.matchExpressions.all(e, e.operator != 'In' || (${SELECTS}))`;
const TOLERATES = 'has(object.spec.tolerations) && object.spec.tolerations.exists(t, has(t.key) && t.key == k)';

export const GPU_RULES: readonly Validation[] = [
  validation('a pod takes GPUs only where the plan has a pool for it', '!variables.gpu || variables.pools.size() > 0'),
  validation('a pod goes to GPU nodes only where the plan sends it there', '!variables.tolerates || variables.planned.size() > 0'),
  validation(
    'a pool runs on the nodes that the plan names',
    `!variables.gpu || variables.pools.exists(p, variables.nodes[p].size() == 0 || (${HAS_TERMS} && ${REQUIRED}.nodeSelectorTerms.all(t, ${ONLY_PLANNED})))`,
  ),
  validation(
    'a pool tolerates the taints of its nodes',
    `!variables.gpu || variables.pools.exists(p, variables.tolerated[p].all(k, ${TOLERATES}))`,
  ),
];

function plannedPod(pod: WrittenPod): PlannedGpuPod[] {
  const { nodeTerms, tolerated, labels } = pod;
  const gpu = takesGpu(pod);
  if (!gpu && !tolerated.some((key) => key === '' || TAINTS.includes(key))) return [];
  const selecting = Object.fromEntries(Object.entries(labels).filter(([key]) => SELECTING.includes(key)));
  return [
    {
      labels: Object.keys(selecting).length === SELECTING.length ? selecting : labels,
      gpu,
      nodes: [
        ...new Set(nodeTerms.flatMap((term) => Object.entries(term).flatMap(([key, values]) => values.map((value) => `${key}=${value}`)))),
      ],
      tolerated: [...tolerated],
    },
  ];
}

function takesGpu({ containers, initContainers }: WrittenPod): boolean {
  return [...containers, ...initContainers].some(({ limits }) =>
    Object.keys(limits).some((key) => OWNERS.some((owner) => key.startsWith(owner))),
  );
}
