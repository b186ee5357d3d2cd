/**
 * The claim of a pool for KV blocks that its replicas share. Its size and class are part of its name: another is made beside the old one, which goes with the last
 * pod that uses it. What lies in it can be computed again.
 */
import { z } from 'zod';
import { diskGiB } from '../core/kubernetes/disk-size';
import { storageClassName } from '../core/kubernetes/storage-class-name';
import { alsoCalled } from '../core/meant';
import { physicalName, shortHash } from '../core/names';
import type { CustomObject } from '../terraform/custom-objects';

/** Where the replicas of a pool keep the KV blocks that they share. */
export interface SharedKvCache {
  /** Size of the claim, whole GiB. Blocks take nine tenths of it; those that were written first go first. */
  readonly sizeGiB: number;
  /**
   * Storage class of the claim. Its volumes are mounted by many nodes at once (ReadWriteMany), and a file that one node has renamed is whole for the others: a file
   * system over the network, e.g. of EFS, Filestore, FSx for Lustre or CephFS, and no bucket.
   */
  readonly storageClass: string;
}

export const sharedKvCacheSchema = z.strictObject({
  sizeGiB: alsoCalled(diskGiB(), 'storageGiB', 'size', 'diskGiB', 'disk', 'storage'),
  storageClass: storageClassName,
});

/** The rest is for what is written between two looks at what is to go. */
const PART_OF_BLOCKS = 0.9;

/** What blocks may take of the claim, GiB. */
export const blocksGiB = ({ sizeGiB }: SharedKvCache): number => sizeGiB * PART_OF_BLOCKS;

/** @param pool name of the pool */
export const sharedKvClaimName = (pool: string, { sizeGiB, storageClass }: SharedKvCache): string =>
  physicalName([pool, 'kv-blocks', shortHash(JSON.stringify([sizeGiB, storageClass]))]);

/** @param meta of the objects of the pool */
export function sharedKvClaim({ sizeGiB, storageClass }: SharedKvCache, meta: CustomObject['metadata']): CustomObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { ...meta, name: sharedKvClaimName(meta.name, { sizeGiB, storageClass }) },
    spec: { accessModes: ['ReadWriteMany'], storageClassName: storageClass, resources: { requests: { storage: `${sizeGiB}Gi` } } },
  };
}
