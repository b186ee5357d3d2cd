/** The replica of a role as it is planned, with the requests in flight on it: what every latency of the role is computed from. */

import type { RoleRequest } from '../capacity/latency/check-role';
import type { MeasuredLatency } from '../capacity/latency/estimate-latency';
import type { Load } from '../capacity/latency/step-terms';
import type { ReplicaSpec } from '../capacity/replica-spec';
import { own } from '../core/own';
import type { AgentFleet } from './agent-fleet';
import { requestOf } from './role-context';

export interface RoleLoad {
  /** With the admission limits that the plan arrived at. */
  readonly replica: ReplicaSpec;
  /** Requests in flight on a replica, those of other roles included. */
  readonly concurrency: number;
  readonly request: RoleRequest | undefined;
  readonly measured: MeasuredLatency;
}

export function loadOf(fleet: AgentFleet, name: string): RoleLoad | null {
  const role = own(fleet.roles, name);
  if (role === undefined) return null;
  const { pool } = role;
  const { maxNumSeqs, maxNumBatchedTokens } = pool.view().verdict.supply;
  return {
    replica: { ...pool.view().replica, maxNumSeqs, maxNumBatchedTokens },
    concurrency: pool.view().requestsInFlight,
    request: requestOf(role, fleet.rateOf(name)),
    measured: pool.view().input.measured ?? {},
  };
}

/** Null where nothing is known of the requests. */
export function requestLoad({ concurrency, request }: RoleLoad): Load | null {
  return request === undefined ? null : { concurrency, ...request };
}
