import type { DataPlace, DataPlaceKind } from '../security/residency/data-place';
import type { Cluster } from './cluster';

/** The place of pods of ours: where the nodes of their cluster are. */
export const clusterPlace = (kind: DataPlaceKind, name: string, { name: cluster, region }: Cluster): DataPlace => ({
  kind,
  name,
  region: region ?? null,
  repairs: [`region of the cluster ${cluster}, which says where its nodes are`],
});
