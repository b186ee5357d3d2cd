/** PgBouncer in front of a state store, as the CloudNativePG operator runs it. */
import { z } from 'zod';
import { podResourcesSchema } from '../core/kubernetes/pod-resources';
import { wholeNumber } from '../core/schema';

/** Takes the connections of all clients, and shares few connections to Postgres among them. */
export interface StatePooler {
  /**
   * When a connection to Postgres goes on to the next client. `session`: when the client closes its own; everything works as without a pooler. `transaction`: at the end of each
   * transaction, so that many clients share few connections; what lasts longer than a transaction does not work (`SET`, `LISTEN`, session-level advisory locks, temporary tables), and prepared
   * statements work as the protocol has them (psycopg from 3.2 on with libpq 17 or newer; else with `prepare_threshold=None`).
   * @default 'session'
   */
  readonly mode?: 'session' | 'transaction';
  /**
   * Pods of PgBouncer.
   * @default 2
   */
  readonly instances?: number;
  /**
   * Connections to Postgres that each pod opens at most. One pod more than `instances` runs while they are replaced.
   * @default - `maxConnections` of the store without ten, shared by one pod more than `instances`: 30 of 100 with two
   */
  readonly serverConnections?: number;
  /**
   * Connections of clients that each pod takes; clients beyond them are refused.
   * @default 1000
   */
  readonly clientConnections?: number;
  /**
   * CPU and memory of a pod. PgBouncer uses one core.
   * @default - 250m and 256Mi, assumed
   */
  readonly resources?: { readonly cpu?: string; readonly memory?: string };
}

export const poolerSchema = z.strictObject({
  mode: z.enum(['session', 'transaction']).default('session'),
  instances: wholeNumber(1, 50).default(2),
  serverConnections: wholeNumber(1, 10_000).optional(),
  clientConnections: wholeNumber(1, 100_000).default(1_000),
  resources: podResourcesSchema.optional(),
});

export interface CheckedPooler extends z.output<typeof poolerSchema> {}
