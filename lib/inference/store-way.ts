/** The way from the pods of a pool to the store that they stream their weights from: what is opened, what is told of it, and where data could go by it. */
import { regionOf } from '../catalog/region';
import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import type { Environment } from '../core/rule';
import { allowInternet, allowToCidr } from '../security/network-edges';
import { openedFamilies, proxyEnv } from '../security/outside';
import type { DataPlace, DataSender } from '../security/residency/data-place';
import { servicePlace } from '../security/residency/service-place';
import type { Workload } from '../security/workload';
import type { WorkloadIdentity } from '../security/workload-identity';
import { hostFindings } from '../services/host-findings';
import { type ObjectStore, storeHosts } from './object-store';
import { STREAM_RULES } from './rules';
import type { StreamingPods } from './streaming-pods';

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

/** Annotations of the clouds, with the scheme of their stores. */
const CLOUDS = {
  'eks.amazonaws.com/role-arn': 's3',
  'iam.gke.io/gcp-service-account': 'gs',
  'azure.workload.identity/client-id': 'az',
} as const;

function knownTo(identity: WorkloadIdentity | undefined): StreamingPods['knownTo'] {
  if (identity === undefined) return undefined;
  const [cloud = 'any'] = Object.entries(CLOUDS).flatMap(([annotation, scheme]) => (annotation in identity.annotations ? [scheme] : []));
  return cloud;
}

/** @param identity that of the pool */
export function storeFindings(
  from: Workload,
  store: ObjectStore,
  identity: WorkloadIdentity | undefined,
  environment: Environment,
): UnplacedFinding[] {
  const { proxy } = from.namespace.outside;
  const behindProxy = proxy !== undefined && overInternet(store);
  const [host = ''] = storeHosts(store);
  return [
    ...evaluateRules(STREAM_RULES, { store, knownTo: knownTo(identity), behindProxy }, { environment }),
    ...hostFindings('weights', store.service ?? { host, port: HTTPS, overInternet: overInternet(store) }, {
      opened: openedFamilies(from),
      environment,
    }),
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
