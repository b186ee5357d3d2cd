import type { DataPlace, DataPlaceKind, DataSender } from '../security/residency/data-place';
import type { Cluster } from './cluster';

/** The place of pods of ours: where the nodes of their cluster are. */
export const clusterPlace = (kind: DataPlaceKind, name: string, { name: cluster, region }: Cluster): DataPlace => ({
  kind,
  name,
  region: region ?? null,
  repairs: [`region of the cluster ${cluster}, which says where its nodes are`],
});

/**
 * Pods on a cluster as those who send data.
 * @param models aliases that they ask a router for; every one where nothing is named
 */
export const clusterSender = ({ region, outside }: Pick<Cluster, 'region' | 'outside'>, models?: readonly string[]): DataSender => ({
  region: region ?? null,
  ...(models === undefined ? {} : { models }),
  ...(outside.named === undefined ? {} : { byName: true }),
});
