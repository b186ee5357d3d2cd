import { z } from 'zod';
import { ARCHITECTURE_LABEL, CPU_ARCHITECTURES, type CpuArchitecture, cpuOfGpu, cpuOfInstance } from '../catalog/cpu-architecture';
import type { Gpu } from '../catalog/gpu';
import { gpuSchema } from '../catalog/gpu-schema';
import { instanceFacts } from '../catalog/instances/instance-types';
import type { Purchase } from '../catalog/prices/price-row';
import { seenDate } from '../core/iso-date';
import { deviceClassName } from '../core/kubernetes/device-class-name';
import { labelKey } from '../core/kubernetes/label-key';
import { labelValue } from '../core/kubernetes/label-value';
import { runtimeClassName } from '../core/kubernetes/runtime-class-name';
import { wholeNumber } from '../core/schema';
import { MOST_USD_PER_UNIT } from '../economics/budget';
import { type Fabric, fabricSchema } from './fabric';
import { layoutProblem, type NodeMig, nodeMigSchema } from './node-mig';
import { type NodeSharing, nodeSharingSchema, sharingProblem } from './node-sharing';
import { type NodeTaint, nodeTaintsSchema } from './node-taint';

/** A group of equal nodes of a cluster: what they carry, how many there are, what a GPU costs there. */
export interface NodePoolProps {
  /**
   * GPU of each node.
   * @default - a CPU pool
   */
  readonly gpu?: Gpu;
  /**
   * GPUs in each node.
   * @default 1 for GPU pools
   */
  readonly gpusPerNode?: number;
  /**
   * CPUs (vCPUs) of each node, as its maker or cloud names them. What the node keeps for itself is taken off where pods are judged: what the cloud documents,
   * known by its labels, else what the kubelet keeps.
   * @default - those of the instance type, where `labels` say one that is known (`node.kubernetes.io/instance-type: g6.xlarge`, which `instanceType`, `machineType` or `vmSize` of a preset sets); else unknown
   */
  readonly cpuPerNode?: number;
  /**
   * Memory of each node, GiB, all of it; what the node keeps for itself is taken off where pods are judged. Memory of GPUs is none of it.
   * @default - that of the instance type, as for `cpuPerNode`; else unknown
   */
  readonly memoryGiBPerNode?: number;
  /**
   * Disk of each node from which pods get their folders and what they download, GiB: the one of the kubelet, or the local disks in its place.
   * `nodeClass.diskGiB` of `KarpenterNodePools` goes before it.
   * @default - unknown
   */
  readonly diskGiBPerNode?: number;
  /**
   * CPU of each node, as `kubernetes.io/arch` names it. Images that are not built for it do not start there (AF-CLU-081), and `KarpenterNodePools` starts no other.
   * @default - `'arm64'` beside a Grace CPU (GH200, GB200, GB300) and on instance types whose names say Arm (`m7g.xlarge`, `t2a-standard-4`, `Standard_D4ps_v5`), what the label `kubernetes.io/arch` says, else `'amd64'`
   */
  readonly cpuArchitecture?: CpuArchitecture;
  /** Nodes that exist, or that the node autoscaler may start. */
  readonly nodes: number;
  /**
   * Nodes that always run; the node autoscaler starts the others, up to `nodes`. With 0 it starts from nothing, and `labels` must say what selects it.
   * @default - all of `nodes`
   */
  readonly minNodes?: number;
  /**
   * Seconds from the first pending pod until a new node is ready for it, as you measured it. Plans show it beside the pool; nothing else reads it.
   * @default - unknown
   */
  readonly provisioningSeconds?: number;
  /**
   * Zones of the nodes, e.g. `['eu-north-1a']`: the pods that are placed here go to no other (`topology.kubernetes.io/zone`).
   * @default - any zone
   */
  readonly zones?: readonly string[];
  /**
   * USD per GPU and hour that you pay.
   * Where a pool may run on several node pools, the dearest is planned; `nodePool` pins it to one.
   * @default - the newest price of the catalog for this GPU
   */
  readonly usdPerGpuHour?: number;
  /**
   * Date of your price, ISO.
   * @default - required with usdPerGpuHour
   */
  readonly priceAsOf?: string;
  /**
   * How you buy these nodes: the catalog's price for it is taken where you declare none, and plans name it. Where none is published the cost is unknown.
   * It places no pod: nodes of one kind of purchase are selected by `labels`. CPU nodes have no price here; on those that are `'spot'` no store keeps data
   * (AF-CLU-079), and pods end within the notice of the cloud (AF-CLU-080).
   * @default 'on-demand'
   */
  readonly purchase?: Purchase;
  /**
   * Labels that select these nodes. Needed where nodes start from zero: the labels of GPU feature discovery exist only on
   * nodes that have booted, and a pod that selects them would wait forever.
   * @default - `nvidia.com/gpu.product` of the GPU
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Taints of these nodes beside the one of the GPU vendor (`nvidia.com/gpu`, `amd.com/gpu` with `NoSchedule`), which pods always tolerate. The pods of a
   * pool that may run here tolerate exactly these, and so do pods without GPUs that name it (`cpuNodePools`), or whose RuntimeClass it has; others stay away.
   * @default - none
   */
  readonly taints?: readonly NodeTaint[];
  /**
   * RuntimeClasses whose handler these CPU nodes have, by name, e.g. `['gvisor']`: pods of a `ToolSandbox` with one of them are placed here.
   * @default - none
   */
  readonly runtimeClasses?: readonly string[];
  /**
   * Processes that a pod may have on these CPU nodes: `podPidsLimit` of their kubelets. Kubernetes lets no pod say it, so a `ToolSandbox` asks the nodes.
   * @default - unknown
   */
  readonly podPidsLimit?: number;
  /**
   * Pods here are not moved to save nodes: they carry `karpenter.sh/do-not-disrupt: "true"` and `cluster-autoscaler.kubernetes.io/safe-to-evict: "false"`. A
   * replica that is moved loads for minutes, and the caches of its sessions are gone.
   * @default - true where nodes start and end (`minNodes` below `nodes`)
   */
  readonly protectPods?: boolean;
  /**
   * The PCIe GPUs of a node are joined by the optional NVLink bridge.
   * @default false
   */
  readonly nvlinkBridge?: boolean;
  /**
   * Network between these nodes. Replicas on several nodes (`nodesPerReplica`) need it, and prompts that are computed on replicas of their own (`prefill`).
   * @default - unknown
   */
  readonly fabric?: Fabric;
  /**
   * Slices that every card is cut into (MIG), e.g. `{ layout: { '2g.20gb': 1, '1g.10gb': 1 } }`: pools ask for slices by
   * `Gpu.mig('2g.20gb', Gpu.H100_PCIE)`.
   * `FleetPlatform` writes the layout for the GPU operator; the nodes take it by the label `nvidia.com/mig.config`, which they need from your cloud or
   * machine setup, with the name that the plan shows (`slices`, e.g. `agent-fleet-1x2g.20gb-1x1g.10gb`). Where `labels` are declared pods select those instead.
   * The slices of a card share its price by their compute slices.
   * @default - whole cards
   */
  readonly mig?: NodeMig;
  /**
   * Engines that share every card, e.g. `{ engines: 2 }` for an embedder beside a reranker: pools of this node pool get a part of a card, ask for
   * `nvidia.com/gpu.shared` and pay their part of its price. Their memory shares are added up (AF-CAP-006). `FleetPlatform` writes the configuration of the
   * device plugin; the nodes take it by the label `nvidia.com/device-plugin.config`, which they need from your cloud or machine setup, with the name that the
   * plan shows (`sharing`, e.g. `agent-fleet-time-slicing-2`). Where `labels` are declared pods select those instead. A pool that names no `nodePool` runs
   * on whole cards where there are some.
   * @default - one engine has a card to itself
   */
  readonly sharing?: NodeSharing;
  /**
   * Device class that hands out the cards of these nodes (DRA), e.g. `'gpu.nvidia.com'`, in place of a device plugin: pods ask for
   * `deviceclass.resource.kubernetes.io/gpu.nvidia.com`, for which the scheduler makes the claims. Needs Kubernetes 1.36 or newer and a DRA driver, which you
   * bring (`gpuOperator: 'existing'`). Slices have classes of their own (`mig.deviceClasses`).
   * @default - none: the device plugin of the nodes
   */
  readonly deviceClass?: string;
}

/** More CPUs, and more GiB of memory or disk, than any node has; a typing error in the unit stands out. */
const MOST_CPUS = 4_096;
const MOST_GIB = 1_000_000;

/** A node that takes longer than a day is no answer to a pod that waits. */
const MOST_SECONDS = 86_400;

const ONLY_GPU_POOLS = {
  gpusPerNode: 'nothing counts it',
  minNodes: 'no plan counts nodes without GPU',
  mig: 'only GPUs are cut',
  sharing: 'only GPUs are shared',
  provisioningSeconds: 'only the start of replicas is planned',
  protectPods: 'only the pods of pools are protected',
  fabric: 'only pools on GPUs use it',
  deviceClass: 'only GPUs are handed out by one',
} as const;

const ONLY_CPU_POOLS = {
  runtimeClasses: 'sandboxes run on CPU nodes',
  podPidsLimit: 'only sandboxes ask for it, and they run on CPU nodes',
} as const;

const isSaid = (value: unknown): boolean => value !== undefined && !(Array.isArray(value) && value.length === 0);

/** Schemas of the props, by name. */
export const nodePoolShape = {
  gpu: gpuSchema.optional(),
  gpusPerNode: wholeNumber(1, 72).optional(),
  cpuPerNode: wholeNumber(1, MOST_CPUS).optional(),
  memoryGiBPerNode: z.number().positive().max(MOST_GIB).optional(),
  diskGiBPerNode: z.number().positive().max(MOST_GIB).optional(),
  cpuArchitecture: z.enum(CPU_ARCHITECTURES).optional(),
  nodes: wholeNumber(1),
  minNodes: wholeNumber(0).optional(),
  provisioningSeconds: z.number().positive().max(MOST_SECONDS).optional(),
  zones: z.array(labelValue).min(1, { error: 'expected at least one zone' }).optional(),
  usdPerGpuHour: z.number().positive().max(MOST_USD_PER_UNIT).optional(),
  priceAsOf: seenDate.optional(),
  purchase: z.enum(['on-demand', 'spot', 'reserved']).optional(),
  labels: z
    .record(labelKey, labelValue)
    .refine((labels) => Object.keys(labels).length > 0, {
      error: 'expected at least one label: a pod that selects by none is placed nowhere',
    })
    .optional(),
  taints: nodeTaintsSchema.optional(),
  runtimeClasses: z.array(runtimeClassName).optional(),
  podPidsLimit: wholeNumber(1).optional(),
  protectPods: z.boolean().optional(),
  nvlinkBridge: z.boolean().optional(),
  fabric: fabricSchema.optional(),
  mig: nodeMigSchema.optional(),
  sharing: nodeSharingSchema.optional(),
  deviceClass: deviceClassName.optional(),
};

export const nodePoolSchema = z
  .strictObject(nodePoolShape)
  .refine((pool) => pool.usdPerGpuHour === undefined || pool.priceAsOf !== undefined, {
    error: 'expected the date of usdPerGpuHour, e.g. 2026-11-01: a price needs its date',
    path: ['priceAsOf'],
  })
  .refine(({ minNodes, nodes }) => minNodes === undefined || minNodes <= nodes, {
    error: 'expected at most `nodes`: it counts the nodes that always run, `nodes` those that may',
    path: ['minNodes'],
  })
  .superRefine((pool, context) => {
    const problem = pool.gpu === undefined || pool.mig === undefined ? null : layoutProblem(pool.gpu, pool.mig as NodeMig);
    if (problem !== null) context.addIssue({ code: 'custom', input: pool.mig?.layout, message: problem, path: ['mig', 'layout'] });
    const unshared = pool.gpu === undefined || pool.sharing === undefined ? null : sharingProblem(pool.gpu, pool.mig !== undefined);
    if (unshared !== null) context.addIssue({ code: 'custom', input: pool.sharing, message: unshared, path: ['sharing'] });
    const handed = [pool.deviceClass, pool.mig?.deviceClasses].some((given) => given !== undefined);
    if (handed && pool.sharing !== undefined)
      context.addIssue({
        code: 'custom',
        input: pool.sharing,
        message: 'expected no sharing: a device class hands out whole devices',
        path: ['sharing'],
      });
    if (pool.deviceClass !== undefined && pool.mig !== undefined)
      context.addIssue({
        code: 'custom',
        input: pool.deviceClass,
        message: 'expected no deviceClass beside mig: slices have classes of their own in mig.deviceClasses',
        path: ['deviceClass'],
      });
    const said = pool.cpuArchitecture;
    const other = said === undefined ? undefined : knownArchitecture(pool as Pick<NodePoolProps, 'gpu' | 'labels'>);
    if (said !== undefined && other !== undefined && other.architecture !== said)
      context.addIssue({
        code: 'custom',
        input: said,
        message: `expected '${other.architecture}', or none: ${other.by}`,
        path: ['cpuArchitecture'],
      });
    const [reasons, kind] = pool.gpu === undefined ? ([ONLY_GPU_POOLS, 'without'] as const) : ([ONLY_CPU_POOLS, 'with'] as const);
    for (const [prop, reason] of Object.entries(reasons)) {
      const value = pool[prop as keyof typeof ONLY_GPU_POOLS | keyof typeof ONLY_CPU_POOLS];
      if (isSaid(value))
        context.addIssue({ code: 'custom', input: value, message: `expected no ${prop} on a pool ${kind} gpu: ${reason}`, path: [prop] });
    }
  });

/** What the card, the label or the instance type says of the CPU; undefined where none does. */
function knownArchitecture({
  gpu,
  labels = {},
}: Pick<NodePoolProps, 'gpu' | 'labels'>): { architecture: CpuArchitecture; by: string } | undefined {
  const ofGpu = gpu === undefined ? undefined : cpuOfGpu(gpu);
  if (gpu !== undefined && ofGpu !== undefined) return { architecture: ofGpu, by: `${gpu.name} stands beside a Grace CPU` };
  const label = CPU_ARCHITECTURES.find((architecture) => architecture === labels[ARCHITECTURE_LABEL]);
  if (label !== undefined) return { architecture: label, by: `its label ${ARCHITECTURE_LABEL} says so` };
  const ofType = cpuOfInstance(labels[INSTANCE_TYPE]);
  return ofType === undefined ? undefined : { architecture: ofType, by: `${labels[INSTANCE_TYPE]} has an Arm CPU` };
}

/** A group of equal nodes, with its name. */
export interface NodePool {
  readonly name: string;
  readonly gpu: Gpu | undefined;
  readonly gpusPerNode: number;
  /** CPUs of each node; undefined where nobody says. */
  readonly cpuPerNode?: number | undefined;
  /** Memory of each node, GiB; undefined where nobody says. */
  readonly memoryGiBPerNode?: number | undefined;
  /** Disk of each node, GiB; undefined where nobody says. */
  readonly diskGiBPerNode?: number | undefined;
  readonly cpuArchitecture: CpuArchitecture;
  readonly nodes: number;
  /** Nodes that always run. */
  readonly minNodes: number;
  readonly provisioningSeconds: number | undefined;
  /** Empty for any zone. */
  readonly zones: readonly string[];
  readonly usdPerGpuHour: number | undefined;
  readonly priceAsOf: string | undefined;
  readonly purchase: Purchase;
  readonly labels: Readonly<Record<string, string>> | undefined;
  readonly taints: readonly NodeTaint[];
  /** RuntimeClasses whose handler its nodes have. */
  readonly runtimeClasses?: readonly string[] | undefined;
  /** Processes that a pod may have; undefined where nobody says. */
  readonly podPidsLimit?: number | undefined;
  /** Pods are not moved to save nodes. */
  readonly protectPods: boolean;
  readonly nvlinkBridge: boolean;
  readonly fabric: Fabric | undefined;
  /** Undefined for whole cards. */
  readonly mig: NodeMig | undefined;
  /** Undefined where an engine has a card to itself. */
  readonly sharing: NodeSharing | undefined;
  /** Undefined where a device plugin hands out the cards. */
  readonly deviceClass?: string | undefined;
}

/** Label of a node with its kind, as every cloud sets it. */
export const INSTANCE_TYPE = 'node.kubernetes.io/instance-type';

export function toNodePool(name: string, props: NodePoolProps): NodePool {
  const instance = instanceFacts(props.labels?.[INSTANCE_TYPE]);
  return {
    name,
    gpu: props.gpu,
    gpusPerNode: props.gpu === undefined ? 0 : (props.gpusPerNode ?? 1),
    cpuPerNode: props.cpuPerNode ?? instance?.vCpus,
    memoryGiBPerNode: props.memoryGiBPerNode ?? instance?.memoryGiB,
    diskGiBPerNode: props.diskGiBPerNode,
    cpuArchitecture: props.cpuArchitecture ?? knownArchitecture(props)?.architecture ?? 'amd64',
    nodes: props.nodes,
    minNodes: props.minNodes ?? props.nodes,
    provisioningSeconds: props.provisioningSeconds,
    zones: props.zones ?? [],
    usdPerGpuHour: props.usdPerGpuHour,
    priceAsOf: props.priceAsOf,
    purchase: props.purchase ?? 'on-demand',
    labels: props.labels,
    taints: props.taints ?? [],
    runtimeClasses: props.runtimeClasses,
    podPidsLimit: props.podPidsLimit,
    protectPods: props.protectPods ?? (props.gpu !== undefined && (props.minNodes ?? props.nodes) < props.nodes),
    nvlinkBridge: props.nvlinkBridge ?? false,
    fabric: props.fabric,
    mig: props.mig,
    sharing: props.sharing,
    deviceClass: props.deviceClass,
  };
}

/** GPUs of one kind that a list of pools has together. */
export function gpusOf(pools: readonly NodePool[], gpu: Gpu): number {
  return pools.filter((pool) => pool.gpu?.id === gpu.id).reduce((sum, pool) => sum + pool.nodes * pool.gpusPerNode, 0);
}
