import { clusterPlace } from '../platform/cluster-place';
import type { DataPlace } from '../security/residency/data-place';
import type { IInferencePool } from './contract';

/** @param loadsIntoPod the pods that serve load the weights themselves, over a way that stays open */
export function poolPlace(pool: Pick<IInferencePool, 'cluster' | 'node'>, loadsIntoPod: boolean): DataPlace {
  const place = clusterPlace('pool', pool.node.path, pool.cluster);
  if (!loadsIntoPod) return place;
  const hub: DataPlace = {
    kind: 'weights source',
    name: `of pool ${pool.node.path}, any public address`,
    region: null,
    repairs: [`weights: Weights.claim() of the pool ${pool.node.path}: a Job that no prompt reaches loads them`],
    isOpen: true,
  };
  return { ...place, onward: () => [{ how: 'loads weights from', to: hub }] };
}
