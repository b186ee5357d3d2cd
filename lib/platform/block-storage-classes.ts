import { BLOCK_STORAGE_CLASSES } from '../catalog/block-storage-classes';
import { own } from '../core/own';
import type { StorageClasses } from './storage-class';

/** Why volumes of a class are mounted by one node at a time; null where nobody says so. What the cluster says goes first. */
export function mountsOnOneNode(storageClass: string, classes: StorageClasses = {}): string | null {
  const declared = own(classes, storageClass)?.accessMode;
  if (declared !== undefined) return declared === 'ReadWriteOnce' ? 'the cluster says so' : null;
  const made = BLOCK_STORAGE_CLASSES.find(({ names }) => names.includes(storageClass));
  return made === undefined ? null : `it is ${made.kind}`;
}
