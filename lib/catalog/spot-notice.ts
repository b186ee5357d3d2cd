/** How long pods have to end once the cloud takes a spot node back. */

export interface SpotNotice {
  /** In messages. */
  readonly by: string;
  /** Beginnings of the labels by which its nodes are known. */
  readonly labels: readonly string[];
  /** What a pod gets by default. */
  readonly seconds: number;
  readonly source: string;
  /** ISO date; `2026-11` where only the month is known. */
  readonly asOf: string;
}

const NOTICES: readonly SpotNotice[] = [
  {
    by: 'Amazon EC2',
    labels: ['eks.amazonaws.com/', 'karpenter.k8s.aws/'],
    seconds: 120,
    source: 'docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html',
    asOf: '2026-11',
  },
  {
    // Of the 30 s between notice and end the second half belongs to system pods.
    by: 'GKE',
    labels: ['cloud.google.com/'],
    seconds: 15,
    source: 'cloud.google.com/kubernetes-engine/docs/concepts/spot-vms (up to 120 s where a node pool of GKE 1.35 says so)',
    asOf: '2026-11',
  },
  {
    by: 'Azure',
    labels: ['kubernetes.azure.com/'],
    seconds: 30,
    source: 'learn.microsoft.com/azure/virtual-machines/spot-vms (at least 30 s)',
    asOf: '2026-11',
  },
];

/** Of the cloud whose labels these are; undefined where nobody knows. */
export const spotNotice = (labels: readonly string[]): SpotNotice | undefined =>
  NOTICES.find((cloud) => labels.some((label) => cloud.labels.some((beginning) => label.startsWith(beginning))));
