/** Props of a state store, and of a Postgres that exists already. */
import { z } from 'zod';
import { isLabel } from '../core/names';
import { branded, wholeNumber } from '../core/schema';
import type { SecretRef } from '../core/secret-ref';
import { Cluster } from '../platform/cluster';
import { type ExistingEndpointProps, endpointShape, existingSecretSchema, hasOnePlace, ONE_PLACE } from './existing-endpoint';

export interface StateStoreProps {
  /** Cluster the database runs on; it needs the CloudNativePG operator, which FleetPlatform installs. */
  readonly cluster: Cluster;
  /**
   * Postgres servers: one primary, the others follow and take over.
   * @default 2
   */
  readonly instances?: number;
  /**
   * Disk of each server, GiB. It can grow later, where the storage class allows it, but not shrink.
   * @default 20
   */
  readonly storageGiB?: number;
  /**
   * Storage class of the claims.
   * @default - the default class of the cluster
   */
  readonly storageClass?: string;
  /**
   * Memory of each server, GiB; a quarter of it becomes shared buffers.
   * @default 2
   */
  readonly memoryGiB?: number;
  /**
   * CPU request of each server.
   * @default '1'
   */
  readonly cpu?: string;
  /**
   * Database that the agents use; its owner has the same name.
   * @default 'agents'
   */
  readonly database?: string;
  /**
   * Create the pgvector extension in the database, for embeddings beside the state.
   * @default false
   */
  readonly vector?: boolean;
  /**
   * Namespace in which the CloudNativePG operator runs; it must reach the servers.
   * @default 'cnpg-system'
   */
  readonly operatorNamespace?: string;
  /**
   * Namespace of the database; its clients must be in the same to read the credentials.
   * @default - the id of the stack
   */
  readonly namespace?: string;
}

const namespaceName = z.string().refine((name) => isLabel(name), { error: 'expected a namespace name' });
/** An SQL name that needs no quotes. */
const sqlName = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/, { error: 'expected lower-case letters, digits and underscores' });
/** Names that Postgres or its operator keep for themselves. */
const KEPT = ['postgres', 'template0', 'template1', 'streaming_replica'];

export const stateStoreSchema = z.strictObject({
  cluster: branded<Cluster>(Cluster.isCluster, 'a Cluster, e.g. Cluster.fromKubeconfig({ context })'),
  instances: wholeNumber(1, 20).default(2),
  storageGiB: wholeNumber(1).default(20),
  storageClass: z.string().min(1).optional(),
  memoryGiB: z.number().min(0.5).max(1024).default(2),
  cpu: z.string().min(1).default('1'),
  database: sqlName.refine((name) => !KEPT.includes(name), { error: `expected none of ${KEPT.join(', ')}` }).default('agents'),
  vector: z.boolean().default(false),
  operatorNamespace: namespaceName.default('cnpg-system'),
  namespace: namespaceName.optional(),
});

export type StateStoreSpec = z.output<typeof stateStoreSchema>;

export interface ExistingStateStoreProps extends ExistingEndpointProps {
  /**
   * Port of the server.
   * @default 5432
   */
  readonly port?: number;
  /** Database that the agents use. */
  readonly database: string;
  /** User, written out or as a key of a Secret in the namespace of the clients. */
  readonly user: string | SecretRef;
  /** Password, as a Secret in the namespace of the clients. */
  readonly password: SecretRef;
  /**
   * The whole address with user and password (`postgresql://…`), for programs that want one variable.
   * @default - none
   */
  readonly uri?: SecretRef;
  /**
   * How the clients check the server's certificate, as libpq names it.
   * @default 'require'
   */
  readonly sslMode?: 'disable' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';
}

export const existingStateStoreSchema = z
  .strictObject({
    ...endpointShape,
    port: wholeNumber(1, 65_535).default(5432),
    database: z.string().min(1),
    user: z.union([z.string().min(1), existingSecretSchema]),
    password: existingSecretSchema,
    uri: existingSecretSchema.optional(),
    sslMode: z.enum(['disable', 'prefer', 'require', 'verify-ca', 'verify-full']).default('require'),
  })
  .refine(hasOnePlace, ONE_PLACE);

export type ExistingStateStoreSpec = z.output<typeof existingStateStoreSchema>;
