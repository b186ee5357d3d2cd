/** What a step waits for beside its own work: weights that cross from host memory, and a drafter that runs before it. */
import { fromGiB } from '../../core/units';
import { drafterOnRank } from '../model/drafter';
import type { ReplicaSpec } from '../replica-spec';
import { hostGBps } from './link-speed';

/** Weights in host memory cross the link of the card to its host once a step. */
export function hostSeconds({ cpuOffloadGiB = 0, gpu }: ReplicaSpec): number {
  return cpuOffloadGiB === 0 ? 0 : fromGiB(cpuOffloadGiB) / (hostGBps({ gpu }) * 1e9);
}

/** Tokens that a drafter puts in front of each step. */
export const draftedTokens = ({ drafter, speculativeTokens }: ReplicaSpec): number =>
  drafter === undefined ? 0 : (speculativeTokens ?? 1);

/** A drafter reads its weights once for each token that it drafts; as far as its size is known. */
export function drafterSeconds(spec: ReplicaSpec): number {
  const bandwidth = (spec.gpu.facts.memoryBandwidthGBps ?? 0) * 1e9;
  return bandwidth === 0 ? 0 : (draftedTokens(spec) * fromGiB(drafterOnRank(spec, 0).weightsGiB)) / bandwidth;
}
