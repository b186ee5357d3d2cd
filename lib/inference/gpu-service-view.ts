import type { GpuSpread } from '../capacity/gpus-of-replica';
import type { Gpu } from '../catalog/gpu';
import { once } from '../core/once';
import type { Environment } from '../core/rule';
import { atPoints, type ByPoint, partOf, type UsdPerHour } from '../economics/cost-points';
import type { ClusterNodes } from '../platform/cluster-nodes';
import type { PodPriority } from '../platform/pod-priority';
import { nodeShare } from './node-share';
import { defaultCpu, defaultMemoryGiB } from './pod-shape';
import { type PoolNodes, poolNodes } from './pool-nodes';
import type { ScalingPolicy } from './scaling-policy';

/** What of the props of a tool on GPUs decides where it runs and what it costs. */
export interface GpuServiceTerms {
  readonly gpu: Gpu;
  readonly gpusPerReplica: number;
  readonly memoryGiBPerGpu?: number | undefined;
  /** CPU and memory of a pod. */
  readonly resources?: { readonly cpu?: string | undefined; readonly memory?: string | undefined } | undefined;
  /** Size of `/tmp`, GiB of the disk of the node; absent where nothing is said. */
  readonly scratchGiB?: number | undefined;
  readonly nodePool?: string | undefined;
  readonly podPriority?: PodPriority | undefined;
  /** Its pods are one Deployment: no part of them runs on nodes of another kind. */
  readonly burstNodePools?: undefined;
  readonly replicas?: number | undefined;
  readonly scaling?: ScalingPolicy | undefined;
}

/** Where a tool on GPUs is. */
export interface GpuServiceSetting {
  readonly name: string;
  /** Path of the construct. */
  readonly path: string;
  readonly namespace: string;
  readonly nodes: ClusterNodes;
  readonly environment: Environment;
  /** User of its process. */
  readonly user: number;
}

/** A tool on GPUs that is no language model, as plain values: what it takes of the cards of its cluster, and what that costs. */
export interface GpuServiceView extends Omit<GpuServiceSetting, 'nodes'> {
  /** Name of the cluster. */
  readonly cluster: string;
  readonly spec: GpuServiceTerms;
  readonly setting: GpuServiceSetting;
  /** Nodes that its pods may run on. */
  readonly nodes: PoolNodes;
  /** Its GPUs, all of them in one pod. */
  readonly replica: GpuSpread;
  /** CPU and memory of a pod. */
  readonly resources: { readonly cpu: string; readonly memory: string };
  readonly idleReplicas: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly money: { readonly replicas: ByPoint<number>; readonly usdPerHour: UsdPerHour };
  /** Priority of its pods; null for the default of the cluster. */
  readonly priority: PodPriority | null;
  /** Memory that its process takes of each GPU, GiB; null where nobody says. */
  readonly heldGiB: number | null;
}

export function gpuServiceView(spec: GpuServiceTerms, setting: GpuServiceSetting): GpuServiceView {
  const minReplicas = spec.scaling?.minReplicas ?? spec.replicas ?? 1;
  const maxReplicas = spec.scaling?.maxReplicas ?? minReplicas;
  const idleReplicas = spec.scaling?.sleep === undefined ? minReplicas : 0;
  const nodes = once(() => poolNodes(setting.nodes, spec));
  const replicas: ByPoint<number> = { floor: idleReplicas, plan: minReplicas, peak: minReplicas, ceiling: maxReplicas };
  return {
    ...setting,
    cluster: setting.nodes.cluster,
    spec,
    setting,
    get nodes() {
      return nodes();
    },
    replica: { tensorParallel: spec.gpusPerReplica },
    get resources() {
      const { gpusPerReplica, resources: given = {} } = spec;
      const share = nodeShare(nodes().nodePools, gpusPerReplica);
      const { cpu = String(defaultCpu(gpusPerReplica, share)), memory = `${defaultMemoryGiB(gpusPerReplica, share)}Gi` } = given;
      return { cpu, memory };
    },
    idleReplicas,
    minReplicas,
    maxReplicas,
    get money() {
      const { price } = nodes();
      const usdPerReplica = price === null ? null : spec.gpusPerReplica * price.usdPerGpuHour;
      return { replicas, usdPerHour: atPoints((point) => partOf(usdPerReplica, replicas[point])) };
    },
    priority: spec.podPriority ?? null,
    heldGiB: spec.memoryGiBPerGpu ?? null,
  };
}
