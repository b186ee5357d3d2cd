/** The replica of a role as it is planned, with the requests in flight on it: what every latency of the role is computed from. */

import type { MeasuredLatency } from '../capacity/latency/estimate-latency';
import type { RoleRequest } from '../capacity/latency/role-latency';
import type { Load } from '../capacity/latency/step-terms';
import type { ReplicaSpec } from '../capacity/replica-spec';
import type { PoolView } from '../inference/pool-view';

export interface RoleLoad {
  /** With the admission limits that the plan arrived at. */
  readonly replica: ReplicaSpec;
  /** Requests in flight on a replica, those of other roles included. */
  readonly concurrency: number;
  readonly request: RoleRequest | undefined;
  readonly measured: MeasuredLatency;
}

export function loadOf(pool: PoolView, request: RoleRequest | undefined): RoleLoad {
  const { maxNumSeqs, maxNumBatchedTokens } = pool.verdict.supply;
  return {
    replica: { ...pool.replica, maxNumSeqs, maxNumBatchedTokens },
    concurrency: pool.requestsInFlight,
    request,
    measured: pool.input.measured ?? {},
  };
}

/** Null where nothing is known of the requests. */
export function requestLoad({ concurrency, request }: RoleLoad): Load | null {
  return request === undefined ? null : { concurrency, ...request };
}
