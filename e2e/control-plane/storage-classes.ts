/** Storage classes of the fake cluster: bound when a pod needs the claim, as clouds do by default, and one that many pods share. */
import type { KubeObject } from '../cluster/kube-object';

const PROVISIONER = 'e2e.local/volume';

export const STORAGE_CLASSES: readonly KubeObject[] = [
  storageClass('standard', 'WaitForFirstConsumer', { 'storageclass.kubernetes.io/is-default-class': 'true' }),
  storageClass('shared-rwx', 'Immediate'),
  storageClass('efs-sc', 'Immediate'),
  storageClass('filestore-rwx', 'Immediate'),
];

function storageClass(name: string, volumeBindingMode: string, annotations: Readonly<Record<string, string>> = {}): KubeObject {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, annotations },
    provisioner: PROVISIONER,
    reclaimPolicy: 'Delete',
    allowVolumeExpansion: true,
    volumeBindingMode,
  };
}
