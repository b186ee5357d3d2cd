/** Pods without GPUs as they are written for a cluster, and what of its nodes they may go to. */
import { amountOf } from '../../core/kubernetes/quantity-amount';
import type { CountedWorkload, WrittenPod } from '../../security/namespace-pods/written-workload';
import { podUsage } from '../../security/quota/pod-usage';
import type { NodePool } from '../node-pool';
import type { NodeRoom } from '../node-room';
import { keepsAway } from '../node-taint';
import { nodeLabels } from '../placement';

/** Equal pods of one workload. */
export interface CpuPods {
  /** e.g. `Deployment agents` */
  readonly workload: string;
  readonly path: string;
  readonly asks: NodeRoom;
  /** Node pools that one of them may go to. */
  readonly nodePools: readonly NodePool[];
  /** Pods that are always there, and at most. They end by themselves where the workload is a Job, and are counted nowhere. */
  readonly floor: number;
  readonly ceiling: number;
  /** Seconds that a pod has to end. */
  readonly graceSeconds: number;
  /** Volumes of its own hold what nothing else has. */
  readonly holdsData: boolean;
  /** As they are pulled. */
  readonly images: readonly string[];
}

/**
 * Without those that go to nodes with GPUs: they ask for a device, or, as the download of weights does, for the labels of such nodes.
 * @param all node pools of the cluster
 * @param path where a workload stands that has no path of its own
 */
export function cpuPodsOf(workload: CountedWorkload, all: readonly NodePool[], path: string): CpuPods[] {
  const { kind, name, pods, floor, ceiling } = workload;
  const ends = kind === 'Job';
  const nodePools = all.filter(({ gpu }) => gpu === undefined);
  const said = new Set(all.flatMap(keysOf));
  return pods
    .filter(({ pod, perReplica }) => perReplica > 0 && !isForGpus(pod, all, said))
    .map(({ pod, perReplica }) => ({
      workload: `${kind} ${name}`,
      path: workload.path === undefined ? path : above(workload.path),
      asks: asksOf(pod),
      nodePools: nodePools.filter((nodePool) => mayTake(nodePool, pod, said)),
      floor: ends ? 0 : floor * perReplica,
      ceiling: ends ? 0 : (ceiling ?? floor) * perReplica,
      graceSeconds: pod.graceSeconds,
      holdsData: WITH_DATA.has(kind),
      images: [...new Set([...pod.initContainers, ...pod.containers].map(({ image }) => image))].filter((image) => image !== ''),
    }));
}

/** Kinds whose pods have volumes that outlive them: stores and queues. */
const WITH_DATA: ReadonlySet<string> = new Set(['StatefulSet', 'Cluster', 'RabbitmqCluster']);

/** They ask for a device, or for labels of nodes with GPUs that no others have. */
function isForGpus(pod: WrittenPod, all: readonly NodePool[], said: ReadonlySet<string>): boolean {
  if (asksForDevices(pod)) return true;
  const takes = (nodePool: NodePool) => mayTake(nodePool, pod, said);
  const isNamed = (nodePool: NodePool) => pod.nodeTerms.some((term) => keysOf(nodePool).some((key) => key in term));
  return (
    all.some((nodePool) => nodePool.gpu !== undefined && isNamed(nodePool)) &&
    !all.some((nodePool) => nodePool.gpu === undefined && takes(nodePool))
  );
}

/** Of what pods may select a node pool by. */
const keysOf = (nodePool: NodePool): string[] => [
  ...Object.keys(nodeLabels(nodePool)),
  ...(nodePool.gpu === undefined ? [] : [nodePool.gpu.facts.productLabelKey]),
];

/** Of the construct that the resource belongs to. */
const above = (path: string): string => path.split('/').slice(0, -1).join('/');

const DEVICE = /^(?!kubernetes\.io\/|hugepages-).*\//;

const asksForDevices = ({ containers }: WrittenPod): boolean =>
  containers.some(({ requests, limits }) => Object.keys({ ...requests, ...limits }).some((resource) => DEVICE.test(resource)));

/** Containers that name nothing ask for nothing. */
const NOTHING = { strays: { cpu: '0', memory: '0' } };
const GIB = Number(amountOf('1Gi'));

function asksOf(pod: WrittenPod): NodeRoom {
  const { requests } = podUsage(pod, NOTHING);
  const of = (resource: string, unit: number) => Number(requests.get(resource) ?? 0n) / unit;
  return { cpu: of('cpu', 1_000), memoryGiB: of('memory', GIB), diskGiB: of('ephemeral-storage', GIB) };
}

/**
 * Labels that no node pool says are those of any nodes, perhaps; those that one of them says tell it from the others.
 * @param said keys of the labels of all node pools
 */
function mayTake(nodePool: NodePool, { nodeTerms, tolerated }: WrittenPod, said: ReadonlySet<string>): boolean {
  const has = nodeLabels(nodePool);
  const isKept = nodePool.taints.some((taint) => keepsAway(taint) && !tolerated.includes(taint.key));
  const meets = (term: Readonly<Record<string, readonly string[]>>) =>
    Object.entries(term).every(([key, values]) =>
      has[key] === undefined ? !said.has(key) : has[key].some((value) => values.includes(value)),
    );
  return !isKept && (nodeTerms.length === 0 || nodeTerms.some(meets));
}
