/** What a node keeps of its CPUs, memory and disk, so that no pod can ask for it: what each cloud documents, and what every kubelet keeps. */

/** Rules of one cloud; each gives what is kept of a node with so much. */
export interface NodeReserve {
  /** In messages. */
  readonly by: string;
  /** Beginnings of the labels by which its nodes are known; none for the kubelet's own. */
  readonly labels: readonly string[];
  readonly source: string;
  /** ISO date; `2026-11` where only the month is known. */
  readonly asOf: string;
  readonly cpu: (cpus: number) => number;
  readonly memoryGiB: (gib: number) => number;
  readonly diskGiB: (gib: number) => number;
  /**
   * More of the disk, where it depends on what nobody says here.
   * @default - nothing
   */
  readonly moreDiskGiB?: (gib: number) => number;
}

/** GiB of so many MiB. */
const mib = (count: number): number => count / 1_024;
/** GiB of so many megabytes. */
const megabytes = (count: number): number => (count * 1e6) / 1_024 ** 3;

/** Up to this much of a quantity, this share of it. */
type Tier = readonly [upTo: number, share: number];

const CPU_TIERS: readonly Tier[] = [
  [1, 0.06],
  [2, 0.01],
  [4, 0.005],
  [Number.POSITIVE_INFINITY, 0.0025],
];

const GKE_MEMORY_TIERS: readonly Tier[] = [
  [4, 0.25],
  [8, 0.2],
  [16, 0.1],
  [128, 0.06],
  [Number.POSITIVE_INFINITY, 0.02],
];

function tiered(amount: number, tiers: readonly Tier[]): number {
  let from = 0;
  let kept = 0;
  for (const [upTo, share] of tiers) {
    kept += Math.max(0, Math.min(amount, upTo) - from) * share;
    from = upTo;
  }
  return kept;
}

/** Default of the kubelet: pods are evicted below 100 MiB of free memory, and below a tenth of free disk. */
const EVICTION_GIB = mib(100);
const EVICTION_DISK_SHARE = 0.1;

export const KUBELET_RESERVE: NodeReserve = {
  by: 'the kubelet',
  labels: [],
  source: 'kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction (default hard eviction thresholds)',
  asOf: '2026-11',
  cpu: () => 0,
  memoryGiB: () => EVICTION_GIB,
  diskGiB: (gib) => EVICTION_DISK_SHARE * gib,
};

/** Amazon keeps 11 MiB more for each pod that a node may have, which depends on its network: left to what is assumed beside. */
const EKS: NodeReserve = {
  by: 'Amazon EKS',
  labels: ['eks.amazonaws.com/', 'karpenter.k8s.aws/'],
  source:
    'github.com/awslabs/amazon-eks-ami nodeadm/internal/kubelet/config.go @01375496; karpenter-provider-aws instancetype/types.go @1d927085d',
  asOf: '2026-08-21',
  cpu: (cpus) => tiered(cpus, CPU_TIERS),
  memoryGiB: () => mib(255) + EVICTION_GIB,
  diskGiB: (gib) => EVICTION_DISK_SHARE * gib + 1,
};

/** Of a boot disk; of one local SSD in its place it is 50 GiB. */
const gkeBootDisk = (gib: number): number => Math.min(0.5 * gib, 6 + 0.35 * gib, 100);
const gkeDisk = (gib: number): number => Math.min(gkeBootDisk(gib), 50);

const GKE: NodeReserve = {
  by: 'GKE',
  labels: ['cloud.google.com/'],
  source: 'cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes (allocatable resources)',
  asOf: '2026-11',
  cpu: (cpus) => tiered(cpus, CPU_TIERS),
  memoryGiB: (gib) => tiered(gib, GKE_MEMORY_TIERS) + EVICTION_GIB,
  diskGiB: (gib) => EVICTION_DISK_SHARE * gib + gkeDisk(gib),
  moreDiskGiB: (gib) => gkeBootDisk(gib) - gkeDisk(gib),
};

/** CPUs of a node and what is kept of them there; between two rows as much as of the smaller node. */
const AKS_CPU: readonly (readonly [cpus: number, kept: number])[] = [
  [1, 0.06],
  [2, 0.1],
  [4, 0.14],
  [8, 0.18],
  [16, 0.26],
  [32, 0.42],
  [64, 0.74],
];
/** Fewest pods that a node of AKS may be limited to; each keeps 20 MB. */
const AKS_LEAST_PODS = 10;

const AKS: NodeReserve = {
  by: 'AKS',
  labels: ['kubernetes.azure.com/'],
  source: 'learn.microsoft.com/azure/aks/node-resource-reservations (AKS 1.29 and later)',
  asOf: '2026-11',
  cpu: (cpus) => AKS_CPU.filter(([from]) => from <= cpus).at(-1)?.[1] ?? 0,
  memoryGiB: (gib) => Math.min(megabytes(20 * AKS_LEAST_PODS + 50), 0.25 * gib) + EVICTION_GIB,
  diskGiB: (gib) => EVICTION_DISK_SHARE * gib,
};

const BY_CLOUD: readonly NodeReserve[] = [EKS, GKE, AKS];

/** The rules of the cloud whose labels these are, else the kubelet's own. */
export function reserveByLabels(labels: readonly string[]): NodeReserve {
  return BY_CLOUD.find((cloud) => labels.some((label) => cloud.labels.some((beginning) => label.startsWith(beginning)))) ?? KUBELET_RESERVE;
}
