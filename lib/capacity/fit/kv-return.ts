import { gpusOfReplica } from '../gpus-of-replica';
import { hostGBps } from '../latency/link-speed';
import type { ReplicaSpec } from '../replica-spec';
import type { ReplicaSupply } from '../replica-supply';
import { sessionBytes } from './balance';

/**
 * Seconds until the cache of one session of `maxContextTokens` is back from host memory: every GPU fetches its part over its own link, and nothing else
 * does. From a disk it takes longer, by how much is not known of nodes.
 */
export const kvReturnSeconds = (replica: ReplicaSpec, supply: ReplicaSupply): number =>
  sessionBytes(replica, supply, replica.maxContextTokens) / (hostGBps(replica) * 1e9 * gpusOfReplica(replica));
