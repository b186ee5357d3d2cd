/** Tokens in the tiers of a KV cache behind host memory: on the disk of the node, and in a store that all replicas share. */
import type { ReplicaSpec } from '../replica-spec';
import type { ReplicaSupply } from '../replica-supply';

/** @param tokensOf tokens of whole blocks in so many GiB of all GPUs of a replica */
export function tierTokens(
  { kvOffload: { nvmeGiB, sharedGiB } = {} }: ReplicaSpec,
  tokensOf: (gib: number) => number,
): Pick<ReplicaSupply, 'nvmeKvTokens' | 'sharedKvTokens'> {
  return {
    ...(nvmeGiB === undefined ? {} : { nvmeKvTokens: tokensOf(nvmeGiB) }),
    ...(sharedGiB === undefined ? {} : { sharedKvTokens: tokensOf(sharedGiB) }),
  };
}
