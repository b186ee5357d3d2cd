/**
 * The claim for the weights of a pool, named by what cannot change in place: the checkpoint with its commit, class, access mode, and a size that the user wrote. A
 * change of any of it makes a new claim beside the old one, and the old one goes when the last pod that uses it has ended. A size that follows from the catalog is
 * asked for once and is no part of the name: the chart leaves a claim that is there as large as it is. Nothing ever shrinks.
 */
import { physicalName, shortHash } from '../core/names';
import type { CustomObject } from '../terraform/custom-objects';
import type { WeightsClaimProps } from './weights';

/** What is asked for when the claim is made. */
export interface WeightsClaim extends Pick<WeightsClaimProps, 'storageClass'> {
  /** Name of the pool. */
  readonly pool: string;
  /** Repositories of the checkpoint, each with its commit where one is pinned: without adapters and drafters, which are added to it. */
  readonly repositories: readonly string[];
  /** Null where the size is not known; that is refused elsewhere. */
  readonly sizeGiB: number | null;
  /** Size that the user wrote; null where it follows from the model. */
  readonly writtenGiB: number | null;
  /** Room for adapters and drafters where they need more than every claim has; null where they do not. Files that outgrow it need another claim. */
  readonly additionsGiB: number | null;
  readonly accessMode: 'ReadWriteMany' | 'ReadWriteOnce';
}

export function claimName({ pool, repositories, writtenGiB, additionsGiB, storageClass, accessMode }: WeightsClaim): string {
  const fixed = [repositories, writtenGiB, additionsGiB, storageClass ?? null, accessMode];
  return physicalName([pool, 'weights', shortHash(JSON.stringify(fixed))]);
}

export function claimObject(claim: WeightsClaim, meta: CustomObject['metadata']): CustomObject {
  const { storageClass, accessMode, sizeGiB } = claim;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { ...meta, name: claimName(claim) },
    spec: {
      accessModes: [accessMode],
      ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
      resources: { requests: { storage: `${sizeGiB}Gi` } },
    },
  };
}
