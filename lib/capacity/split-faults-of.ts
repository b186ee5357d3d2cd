/** Quantized matrices of a replica that its engine does not load as they are split, or of which it is not known. */
import { unreadSplits } from './engines/broken-groups';
import { engineModelOf } from './engines/registry';
import type { SplitFault } from './engines/split-fault';
import type { ReplicaSpec } from './replica-spec';

export const splitFaultsOf = (replica: ReplicaSpec): readonly SplitFault[] => (engineModelOf(replica).splitFaults ?? unreadSplits)(replica);

/** Nothing certainly stands against it. */
export const loadsSplit = (replica: ReplicaSpec): boolean => splitFaultsOf(replica).every(({ unknown }) => unknown !== null);

/** What is not known of a replica that may be loaded: with it no plan is certain to start. */
export function splitDoubts(replica: ReplicaSpec): string[] {
  return [...new Set(splitFaultsOf(replica).flatMap(({ unknown }) => unknown ?? []))];
}
