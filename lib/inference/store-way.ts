/** The way from the pods of a pool to the store that they stream their weights from: what is opened, what is told of it, and where data could go by it. */
import { regionOf } from '../catalog/region';
import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import type { Environment } from '../core/rule';
import { allowInternet, allowToCidr } from '../security/network-edges';
import { proxyEnv, reachesByName } from '../security/outside';
import type { DataPlace, DataSender } from '../security/residency/data-place';
import { servicePlace } from '../security/residency/service-place';
import type { Workload } from '../security/workload';
import { hostHasRanges } from '../services/rules/host-has-ranges';
import { type ObjectStore, storeHosts } from './object-store';
import { STREAM_RULES } from './rules';

const HTTPS = 443;

/** Opens the network to the store, and to nothing beside it where its addresses or the names of its hosts can be held. */
export function openStore(from: Workload, store: ObjectStore): void {
  const { service, cidrs } = store;
  if (service !== undefined) service.admit(from);
  else if (cidrs === undefined) allowInternet(from, HTTPS, storeHosts(store));
  else for (const cidr of cidrs) allowToCidr(from, cidr, HTTPS);
}

/** It is reached at public addresses, or through the proxy of the cluster. */
export const overInternet = ({ service, cidrs }: ObjectStore): boolean =>
  service === undefined ? cidrs === undefined : service.overInternet === true;

export const storeProxyEnv = ({ namespace }: Workload, store: ObjectStore) => proxyEnv(namespace, overInternet(store));

/** @param hasIdentity the pool has an identity of a cloud */
export function storeFindings(from: Workload, store: ObjectStore, hasIdentity: boolean, environment: Environment): UnplacedFinding[] {
  const { proxy } = from.namespace.outside;
  const behindProxy = proxy !== undefined && overInternet(store);
  const [host = ''] = storeHosts(store);
  return [
    ...evaluateRules(STREAM_RULES, { store, hasIdentity, behindProxy }, { environment }),
    ...(overInternet(store) && store.service === undefined && proxy === undefined
      ? evaluateRules([hostHasRanges], { prop: 'weights', host, ranges: [], byName: reachesByName(from) }, { environment })
      : []),
  ];
}

/** Pods that can read from a store could write to it. */
export function storePlace(pool: string, store: ObjectStore, sender: DataSender): DataPlace {
  if (store.service !== undefined) return servicePlace(store.service, sender);
  return {
    kind: 'weights source',
    name: `of pool ${pool}, ${storeHosts(store)[0]}`,
    region: store.region === undefined ? null : regionOf(store.region),
    repairs: [`weights: Weights.claim() of the pool ${pool}: a Job that no prompt reaches loads them`],
    isOpen: overInternet(store) && sender.byName !== true,
  };
}
