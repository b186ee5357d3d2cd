/**
 * The claim for the weights of a pool. What cannot change in place (what lies in it, size, class, access mode) is part of its name: any
 * change makes a new claim beside the old one, and the old one goes when the last pod that uses it has ended. Nothing ever shrinks.
 */
import { physicalName, shortHash } from '../core/names';
import type { CustomObject } from '../terraform/custom-objects';
import type { WeightsClaimProps } from './weights';

/** Everything that a claim is; a change of any of it is another claim. */
export interface WeightsClaim extends Pick<WeightsClaimProps, 'storageClass'> {
  /** Name of the pool. */
  readonly pool: string;
  /** Repositories that it holds, each with its commit where one is pinned. */
  readonly repositories: readonly string[];
  /** Null where the size is not known; that is refused elsewhere. */
  readonly sizeGiB: number | null;
  readonly accessMode: 'ReadWriteMany' | 'ReadWriteOnce';
}

export function claimName({ pool, repositories, sizeGiB, storageClass, accessMode }: WeightsClaim): string {
  return physicalName([pool, 'weights', shortHash(JSON.stringify([repositories, sizeGiB, storageClass ?? null, accessMode]))]);
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
