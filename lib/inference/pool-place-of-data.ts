import { clusterPlace, clusterSender } from '../platform/cluster-place';
import type { DataPlace } from '../security/residency/data-place';
import { servicePlace } from '../security/residency/service-place';
import type { ITracing } from '../tracing/contract';
import type { IInferencePool } from './contract';
import { storePlace } from './store-way';
import { objectStoreOf, type Weights } from './weights';

/** Where a pool gets from and where it sends to. */
export interface PoolWays {
  /** Where the engine sends spans to. */
  readonly tracing?: ITracing | undefined;
  readonly weights?: Weights | undefined;
}

/** @param loadsIntoPod the pods that serve load the weights from the hub themselves, over a way that stays open */
export function poolPlace(
  pool: Pick<IInferencePool, 'cluster' | 'node'>,
  loadsIntoPod: boolean,
  { tracing, weights }: PoolWays = {},
): DataPlace {
  const place = clusterPlace('pool', pool.node.path, pool.cluster);
  const store = objectStoreOf(weights);
  if (!loadsIntoPod && tracing === undefined && store === undefined) return place;
  const sender = clusterSender(pool.cluster);
  const { byName = false } = sender;
  const hub: DataPlace = {
    kind: 'weights source',
    name: `of pool ${pool.node.path}, ${byName ? 'hosts of the hub' : 'any public address'}`,
    region: null,
    repairs: [`weights: Weights.claim() of the pool ${pool.node.path}: a Job that no prompt reaches loads them`],
    isOpen: !byName,
  };
  const onward = () => [
    ...(loadsIntoPod ? [{ how: 'loads weights from', to: hub }] : []),
    ...(store === undefined ? [] : [{ how: 'streams weights from', to: storePlace(pool.node.path, store, sender) }]),
    ...(tracing === undefined ? [] : [{ how: 'sends spans to', to: servicePlace(tracing, sender) }]),
  ];
  return { ...place, onward };
}
