/** Storage classes whose volumes one node mounts at a time, by their names: most are made by a cloud, a distribution or a driver by itself. */
import type { Provenance } from './provenance';

/** Storage classes of one maker over one kind of volumes. */
export interface BlockStorageClasses {
  /** What each of them is, after `it is`: `the class of K3s, for disks of the nodes`. */
  readonly kind: string;
  readonly names: readonly string[];
  /** Where the names are from, and that many nodes cannot mount a file system of them at once. */
  readonly provenance: Provenance;
}

type Row = readonly [kind: string, names: readonly string[], source: string, asOf: string, evidence: Provenance['evidence']];

const OPENSHIFT = 'https://github.com/openshift/csi-operator/tree';

/** A date is that of the page or of the commit that was read, and the month of reading where that has none. */
const ROWS: readonly Row[] = [
  [
    'the class of EKS, for volumes of EBS',
    ['gp2'],
    'https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/76a68bad/docs/multi-attach.md; the name: https://communities.sas.com/t5/SAS-Communities-Library/Amazon-EKS-1-30-no-longer-assigns-a-default-storage-class/ta-p/953301',
    '2026-11',
    'found',
  ],
  [
    'the class of the AWS EBS CSI driver, for volumes of EBS',
    ['ebs-csi-default-sc'],
    'https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/76a68bad/docs/multi-attach.md; the name: https://github.com/posit-dev/ptd/issues/309',
    '2026-11',
    'found',
  ],
  [
    // EKS makes none of this name; who makes it names it after the type of the volumes.
    'the usual name of a class for volumes of EBS',
    ['gp3'],
    'https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/76a68bad/docs/multi-attach.md',
    '2026-11',
    'known',
  ],
  [
    'the class of GKE, for persistent disks',
    ['standard-rwo', 'premium-rwo'],
    'https://cloud.google.com/kubernetes-engine/docs/concepts/persistent-volumes',
    '2026-11',
    'known',
  ],
  [
    'the class of AKS, for Azure disks',
    ['managed-csi', 'managed-csi-premium', 'managed-csi-premium-v2'],
    'https://github.com/MicrosoftDocs/azure-aks-docs/blob/3969a66c/articles/aks/create-volume-azure-disk.md',
    '2026-08-20',
    'found',
  ],
  [
    'the class of AKS, for Azure disks',
    ['managed', 'managed-premium'],
    'https://learn.microsoft.com/azure/azure-arc/data/storage-configuration',
    '2026-11',
    'known',
  ],
  [
    'the class of OKE, for block volumes',
    ['oci-bv', 'oci'],
    'https://docs.oracle.com/iaas/Content/ContEng/Tasks/contengcreatingpersistentvolumeclaim_topic-Provisioning_PVCs_on_BV.htm',
    '2026-11',
    'found',
  ],
  [
    'the class of OpenShift, for volumes of EBS',
    ['gp2-csi', 'gp3-csi'],
    `${OPENSHIFT}/35d015dd/assets/overlays/aws-ebs/base`,
    '2026-11',
    'found',
  ],
  [
    'the class of OpenShift, for persistent disks',
    ['standard-csi'],
    `${OPENSHIFT}/755f6e54/assets/overlays/gcp-pd/base`,
    '2026-11',
    'found',
  ],
  [
    'the class of DigitalOcean, for its volumes',
    ['do-block-storage', 'do-block-storage-retain', 'do-block-storage-xfs', 'do-block-storage-xfs-retain'],
    'https://github.com/digitalocean/csi-digitalocean/tree/0711283d (releases v4.16.0, driver/controller.go)',
    '2026-01-19',
    'found',
  ],
  [
    'the class of Linode, for its volumes',
    ['linode-block-storage', 'linode-block-storage-retain'],
    'https://github.com/linode/linode-blockstorage-csi-driver/tree/def6be4f (helm-chart, internal/driver/capabilities.go)',
    '2026-07-23',
    'found',
  ],
  [
    'the class of Hetzner, for its volumes',
    ['hcloud-volumes'],
    'https://github.com/hetznercloud/csi-driver/tree/53ead0b2 (chart/values.yaml, internal/driver/helper.go)',
    '2026-08-21',
    'found',
  ],
  [
    'the class of Scaleway, for its block storage',
    ['sbs-default'],
    'https://github.com/scaleway/scaleway-csi/tree/e2edd7ab (examples/kubernetes, pkg/driver/controller.go)',
    '2026-07-17',
    'found',
  ],
  [
    'the class of K3s, for disks of the nodes',
    ['local-path'],
    'https://github.com/k3s-io/k3s/blob/0362e38d/manifests/local-storage.yaml',
    '2026-11',
    'found',
  ],
];

export const BLOCK_STORAGE_CLASSES: readonly BlockStorageClasses[] = ROWS.map(([kind, names, source, asOf, evidence]) => ({
  kind,
  names,
  provenance: { source, asOf, evidence },
}));
