/** What a cluster says of a storage class: whether its volumes belong to the group that pods name, and how many nodes mount one. */
import { z } from 'zod';
import { storageClassName } from '../core/kubernetes/storage-class-name';
import { wholeNumber } from '../core/schema';

/** A storage class, as its driver treats files. */
export interface StorageClassFacts {
  /**
   * Whether Kubernetes gives the files of a volume to the `fsGroup` of a pod. Drivers of shared file systems mostly ignore it: `fsGroupPolicy: None`, or
   * `ReadWriteOnceWithFSType` on a claim that several nodes mount (`kubectl get csidriver`).
   */
  readonly fsGroup: 'applied' | 'ignored';
  /**
   * Group that may write to new volumes where `fsGroup` is ignored, e.g. the `gid` of an access point of EFS: the pods of pools, stores, brokers and of
   * Prometheus get it as a further group.
   * @default - unknown: a claim of the class is refused (AF-PLT-010, AF-STO-003)
   */
  readonly group?: number;
  /**
   * How many nodes may mount a volume of the class: claims that several replicas share (`ReadWriteMany`) are refused where it is one.
   * @default - unknown: whoever asks for ReadWriteMany is believed
   */
  readonly accessMode?: 'ReadWriteMany' | 'ReadWriteOnce';
}

/** Largest id of a group that Linux knows. */
const MAX_GROUP = 4_294_967_294;

export const groupId = wholeNumber(1, MAX_GROUP);

export const storageClassesSchema = z.record(
  storageClassName,
  z
    .strictObject({
      fsGroup: z.enum(['applied', 'ignored']),
      group: groupId.optional(),
      accessMode: z.enum(['ReadWriteMany', 'ReadWriteOnce']).optional(),
    })
    .refine(({ fsGroup, group }) => fsGroup === 'ignored' || group === undefined, {
      error: "expected no group where fsGroup is 'applied': Kubernetes gives the files to the pods",
      path: ['group'],
    }),
);

export type StorageClasses = Readonly<Record<string, StorageClassFacts>>;
