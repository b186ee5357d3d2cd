import { z } from 'zod';
import { diskGiB } from '../core/kubernetes/disk-size';
import { dnsLabel } from '../core/kubernetes/dns-label';
import { filePath } from '../core/kubernetes/mount-path';
import { namespaceName } from '../core/kubernetes/namespace-name';
import { portNumber } from '../core/kubernetes/port';
import { cpuQuantity } from '../core/kubernetes/quantity';
import { storageClassName } from '../core/kubernetes/storage-class-name';
import { alsoCalled } from '../core/meant';
import { freeText } from '../core/notion';
import { takesProps } from '../core/prop-homes';
import { orToken } from '../core/prop-marks';
import { branded, wholeNumber } from '../core/schema';
import { existingSecretSchema, type SecretRef } from '../core/secret-ref';
import { Cluster } from '../platform/cluster';
import { cpuNodePoolsSchema } from '../platform/cpu-node-pools';
import { type CaBundle, caBundleSchema } from '../security/ca-bundle';
import { type Namespace, namespaceSchema } from '../security/namespace';
import { LEAST_CONNECTIONS, MOST_MEMORY_GIB } from './connection-memory';
import { databaseName } from './database-name';
import { type ExistingEndpointProps, endpointShape, hasOnePlace, hasPods, ONE_PLACE, PODS_NEEDED } from './existing-endpoint';
import { backupsSchema, recoverySchema, type StateBackupsProps, type StateRecoveryProps } from './state-archive-props';
import { poolerSchema, type StatePooler } from './state-pooler-props';

/** Props of a `StateStore`. */
export interface StateStoreProps {
  /** Cluster the database runs on; it needs the CloudNativePG operator, which FleetPlatform installs. */
  readonly cluster: Cluster;
  /**
   * Node pools of the cluster, by name, on which the servers and their pooler run: the first with room is taken, and their taints are tolerated, e.g. `['data']`.
   * @default - `cpuNodePools` of the cluster; without those any CPU nodes without taints
   */
  readonly cpuNodePools?: readonly string[];
  /**
   * Name of the Postgres cluster, at most 50 characters; its Services are `<name>-rw`, `-ro` and `-r`, independent of the id of the construct: with a name
   * the id can change and everything on the cluster keeps its name.
   * @default - the id of the construct
   */
  readonly name?: string;
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
   * Connections that each server takes, those of the operator and of superusers included. Each takes memory: about 10 MiB with the default `memoryGiB`, more with larger shared buffers
   * (AF-CPU-048). Another number restarts the servers, one after the other.
   * @default 100
   */
  readonly maxConnections?: number;
  /**
   * PgBouncer in front of the servers: clients are led to it, and share few connections to Postgres, e.g. `{ mode: 'transaction' }`.
   * @default - none: clients connect to the primary
   */
  readonly pooler?: StatePooler;
  /**
   * Copies of the data and its log of changes in an object store, by which it is brought back to any moment of the last days. The cluster needs the Barman Cloud plugin of
   * CloudNativePG beside its operator.
   * @default - none: what a mistake deletes is gone
   */
  readonly backups?: StateBackupsProps;
  /**
   * Begin from backups of another store in place of an empty database. Read when the store is made, and never again: leave it as it is afterwards.
   * @default - an empty database
   */
  readonly recovery?: StateRecoveryProps;
  /**
   * Terraform refuses to destroy the data of this store, and to replace it when a prop changes that cannot change in place (`storageClass`, `database`, `recovery`,
   * `name`, `namespace`).
   * A store that is no longer in the program, or has another id, goes on running on the cluster, and the construct takes it again when it comes back
   * (docs/guides/data.md). To give it up: set this to false, deploy, then change or destroy.
   * @default true
   */
  readonly deletionProtection?: boolean;
  /**
   * Namespace in which the CloudNativePG operator runs; it must reach the servers.
   * @default 'cnpg-system'
   */
  readonly operatorNamespace?: string;
  /**
   * Namespace of the database (a name makes it, `Namespace.existing(…)` uses one); its clients must be in the same to read the credentials.
   * @default - the id of the stack
   */
  readonly namespace?: string | Namespace;
}

/** That of Postgres. */
export const DEFAULT_CONNECTIONS = 100;

export const stateStoreSchema = z.strictObject({
  cluster: branded<Cluster>(Cluster.isCluster, 'a Cluster, e.g. Cluster.fromKubeconfig({ context })'),
  cpuNodePools: cpuNodePoolsSchema,
  name: dnsLabel.optional(),
  instances: wholeNumber(1, 20).default(2),
  storageGiB: alsoCalled(diskGiB().default(20), 'sizeGiB', 'size', 'diskGiB', 'disk', 'storage'),
  storageClass: storageClassName.optional(),
  memoryGiB: alsoCalled(z.number().min(0.5).max(MOST_MEMORY_GIB).default(2), 'memory', 'resources'),
  cpu: cpuQuantity.default('1'),
  database: databaseName.default('agents'),
  vector: z.boolean().default(false),
  maxConnections: wholeNumber(LEAST_CONNECTIONS, 10_000).default(DEFAULT_CONNECTIONS),
  pooler: poolerSchema.optional(),
  backups: backupsSchema.optional(),
  recovery: recoverySchema.optional(),
  deletionProtection: z.boolean().default(true),
  operatorNamespace: namespaceName.default('cnpg-system'),
  namespace: namespaceSchema.optional(),
});
takesProps('StateStore', stateStoreSchema);

export interface StateStoreSpec extends z.output<typeof stateStoreSchema> {}

/** Props of a state store, and of a Postgres that exists already. */
export interface ExistingStateStoreProps extends ExistingEndpointProps {
  /**
   * Port of the server.
   * @default 5432
   */
  readonly port?: number;
  /** Database that the agents use; takes a Terraform token. */
  readonly database: string;
  /** User, written out (also as a Terraform token) or as a key of a Secret in the namespace of the clients. */
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
  /**
   * Certificates by which clients check the server, in `PGSSLROOTCERT`: a bundle that they mount, a file of their images, or `'system'` for the public authorities
   * of their images (libpq 16). `verify-ca` and `verify-full` need it: without it libpq looks into a home folder that is empty. With it `require` checks as
   * `verify-ca` does.
   * @default - none
   */
  readonly caBundle?: CaBundle | string;
}

export const existingStateStoreSchema = z
  .strictObject({
    ...endpointShape,
    port: portNumber.default(5432),
    database: orToken(freeText('a server of somebody else names its databases')),
    user: z.union([orToken(freeText('a server of somebody else names its users')), existingSecretSchema]),
    password: existingSecretSchema,
    uri: existingSecretSchema.optional(),
    sslMode: z.enum(['disable', 'prefer', 'require', 'verify-ca', 'verify-full']).default('require'),
    caBundle: z.union([caBundleSchema, z.literal('system'), filePath]).optional(),
  })
  .refine(hasOnePlace, ONE_PLACE)
  .refine(hasPods, PODS_NEEDED)
  .refine(({ sslMode, caBundle }) => caBundle !== undefined || !sslMode.startsWith('verify'), {
    error: "expected the certificates by which the server is checked: CaBundle.configMap({ name, key }), a file of the image, or 'system'",
    path: ['caBundle'],
  })
  .refine(({ sslMode, caBundle }) => caBundle === undefined || !['disable', 'prefer'].includes(sslMode), {
    error: "expected sslMode 'verify-full': with this one certificates are not checked",
    path: ['sslMode'],
  });

export interface ExistingStateStoreSpec extends z.output<typeof existingStateStoreSchema> {}
