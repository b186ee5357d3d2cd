/** Storage classes that clouds and distributions make by themselves over block storage, whose volumes one node mounts. */
import { own } from '../core/own';
import type { StorageClasses } from './storage-class';

const CLASSES: readonly (readonly [name: string, madeBy: string])[] = [
  ['gp2', 'EKS, for volumes of EBS'],
  ['gp3', 'EKS, for volumes of EBS'],
  ['standard-rwo', 'GKE, for persistent disks'],
  ['premium-rwo', 'GKE, for persistent disks'],
  ['managed', 'AKS, for Azure disks'],
  ['managed-premium', 'AKS, for Azure disks'],
  ['managed-csi', 'AKS, for Azure disks'],
  ['managed-csi-premium', 'AKS, for Azure disks'],
  ['local-path', 'K3s, for disks of the nodes'],
];

/** Why volumes of a class are mounted by one node at a time; null where nobody says so. What the cluster says goes first. */
export function mountsOnOneNode(storageClass: string, classes: StorageClasses = {}): string | null {
  const declared = own(classes, storageClass)?.accessMode;
  if (declared !== undefined) return declared === 'ReadWriteOnce' ? 'the cluster says so' : null;
  const made = CLASSES.find(([name]) => name === storageClass);
  return made === undefined ? null : `it is the class of ${made[1]}`;
}
