/** What somebody who calls a service needs: its environment variables, and the hole in the network policies. */
import type { SecretRef } from '../core/secret-ref';
import type { Workload } from './workload';

/** A service that agents and routers use: made by this library, or `fromExisting`. */
export interface IService {
  /** Variables by which clients find and authenticate at the service. */
  clientEnv(): Readonly<Record<string, string | SecretRef>>;
  /** Opens the network from a client to the service, both directions of the policy. */
  admit(client: Workload): void;
}

export function isService(value: unknown): value is IService {
  return typeof value === 'object' && value !== null && 'clientEnv' in value && 'admit' in value;
}
