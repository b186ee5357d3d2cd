import { clusterPlace, clusterSender } from '../platform/cluster-place';
import type { DataPlace } from '../security/residency/data-place';
import { servicePlace } from '../security/residency/service-place';
import type { ITracing } from '../tracing/contract';
import type { IInferencePool } from './contract';

/**
 * @param loadsIntoPod the pods that serve load the weights themselves, over a way that stays open
 * @param tracing where the engine sends spans to
 */
export function poolPlace(pool: Pick<IInferencePool, 'cluster' | 'node'>, loadsIntoPod: boolean, tracing?: ITracing): DataPlace {
  const place = clusterPlace('pool', pool.node.path, pool.cluster);
  if (!loadsIntoPod && tracing === undefined) return place;
  const { byName = false } = clusterSender(pool.cluster);
  const hub: DataPlace = {
    kind: 'weights source',
    name: `of pool ${pool.node.path}, ${byName ? 'hosts of the hub' : 'any public address'}`,
    region: null,
    repairs: [`weights: Weights.claim() of the pool ${pool.node.path}: a Job that no prompt reaches loads them`],
    isOpen: !byName,
  };
  const onward = () => [
    ...(loadsIntoPod ? [{ how: 'loads weights from', to: hub }] : []),
    ...(tracing === undefined ? [] : [{ how: 'sends spans to', to: servicePlace(tracing, clusterSender(pool.cluster)) }]),
  ];
  return { ...place, onward };
}
