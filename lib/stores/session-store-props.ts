import { z } from 'zod';
import { diskGiB } from '../core/kubernetes/disk-size';
import { dnsLabel } from '../core/kubernetes/dns-label';
import { portNumber } from '../core/kubernetes/port';
import { cpuQuantity } from '../core/kubernetes/quantity';
import { storageClassName } from '../core/kubernetes/storage-class-name';
import { alsoCalled } from '../core/meant';
import { notion } from '../core/notion';
import { takesProps } from '../core/prop-homes';
import { branded } from '../core/schema';
import { existingSecretSchema, type SecretRef, secretRefSchema } from '../core/secret-ref';
import { Cluster } from '../platform/cluster';
import { cpuNodePoolsSchema } from '../platform/cpu-node-pools';
import { type CaBundle, caBundleSchema } from '../security/ca-bundle';
import { type Namespace, namespaceSchema } from '../security/namespace';
import { type ExistingEndpointProps, endpointShape, hasOnePlace, hasPods, ONE_PLACE, PODS_NEEDED } from './existing-endpoint';
import { type SessionClientProps, sessionClientsSchema } from './session-client-props';
import { type StoreTls, storeTlsSchema } from './store-tls';

/** What happens when the memory is full: keys with an expiry go first, any key may go, or writes are refused. */
export type Eviction = 'volatile-lru' | 'allkeys-lru' | 'noeviction';

/** Share of the pod's memory for data; assumed: a log rewrite copies the pages that change while it runs. */
export const SESSION_DATA_SHARE = 0.75;

/** Props of a `SessionStore`. */
export interface SessionStoreProps {
  /** Cluster the store runs on. */
  readonly cluster: Cluster;
  /**
   * Node pools of the cluster, by name, on which the pod runs: the first with room is taken, and their taints are tolerated, e.g. `['data']`.
   * @default - `cpuNodePools` of the cluster; without those any CPU nodes without taints
   */
  readonly cpuNodePools?: readonly string[];
  /**
   * Name of the StatefulSet and the Service, at most 52 characters, independent of the id of the construct: with a name the id can change and everything on
   * the cluster keeps its name.
   * @default - the id of the construct
   */
  readonly name?: string;
  /**
   * Password of whoever looks after the store (the user `default`, who may do everything). No client gets it.
   * @default - drawn once inside the cluster: SecretRef.generated('<name>-auth')
   */
  readonly password?: SecretRef;
  /**
   * Password of the user `metrics`, as which the exporter beside the server reads figures and no data. It is the only one that the exporter gets.
   * @default - drawn once inside the cluster: SecretRef.generated('<name>-metrics')
   */
  readonly metricsPassword?: SecretRef;
  /**
   * The server speaks TLS alone, with this certificate: `StoreTls.issuer(…)`, `StoreTls.secret(…)`. Clients are told by `REDIS_SSL`, `REDIS_SSL_CA_CERTS` and the
   * address, whose options are those of redis-py and kombu.
   * @default - it speaks no TLS, and network policies alone keep others from it
   */
  readonly tls?: StoreTls;
  /**
   * What clients sign in with and which keys they may use, by the name of their workload, e.g. `research-agents`. Every client has a user and a password of
   * its own, whether it stands here or not.
   * @default {}
   */
  readonly clients?: Readonly<Record<string, SessionClientProps>>;
  /**
   * Memory of the pod, GiB. Data may fill three quarters of it; the rest is for client buffers and for the copy that a rewrite
   * of the log makes.
   * @default 2
   */
  readonly memoryGiB?: number;
  /**
   * Disk for the append-only log, GiB. The log and its rewrite lie there side by side. It can grow later, where the storage
   * class allows it, but not shrink.
   * @default - three times memoryGiB
   */
  readonly storageGiB?: number;
  /**
   * Storage class of the claim.
   * @default - the default class of the cluster
   */
  readonly storageClass?: string;
  /**
   * What happens when the memory is full. The default forgets only keys that were written with an expiry.
   * @default 'volatile-lru'
   */
  readonly eviction?: Eviction;
  /**
   * CPU request of the pod.
   * @default '500m'
   */
  readonly cpu?: string;
  /**
   * Terraform refuses to destroy the data of this store, and to replace it when a prop changes that cannot change in place (`storageClass`, `name`,
   * `namespace`, a smaller `storageGiB`).
   * The claim of a store that is no longer in the program, or has another id, stays on the cluster, and the store takes it again when it comes back
   * (docs/guides/data.md). To give it up: set this to false, deploy, then change or destroy.
   * @default true
   */
  readonly deletionProtection?: boolean;
  /**
   * Namespace of the store (a name makes it, `Namespace.existing(…)` uses one); its clients must be in the same to read the password.
   * @default - the id of the stack
   */
  readonly namespace?: string | Namespace;
}

export const sessionStoreSchema = z.strictObject({
  cluster: branded<Cluster>(Cluster.isCluster, 'a Cluster, e.g. Cluster.fromKubeconfig({ context })'),
  cpuNodePools: cpuNodePoolsSchema,
  name: dnsLabel.optional(),
  password: secretRefSchema.optional(),
  metricsPassword: secretRefSchema.optional(),
  tls: storeTlsSchema.optional(),
  clients: sessionClientsSchema,
  memoryGiB: alsoCalled(z.number().min(0.25).max(1024).default(2), 'memory', 'resources'),
  storageGiB: alsoCalled(diskGiB().optional(), 'sizeGiB', 'size', 'diskGiB', 'disk', 'storage'),
  storageClass: storageClassName.optional(),
  eviction: z.enum(['volatile-lru', 'allkeys-lru', 'noeviction']).default('volatile-lru'),
  cpu: cpuQuantity.default('500m'),
  deletionProtection: z.boolean().default(true),
  namespace: namespaceSchema.optional(),
});
takesProps('SessionStore', sessionStoreSchema);

export interface SessionStoreSpec extends z.output<typeof sessionStoreSchema> {}

/** Props of a session store, and of one that exists already. */
export interface ExistingSessionStoreProps extends ExistingEndpointProps {
  /**
   * Port of the server.
   * @default 6379
   */
  readonly port?: number;
  /**
   * User by which clients sign in, of letters, digits and `. _ ~ -`.
   * @default - none: they give the password alone
   */
  readonly username?: string;
  /**
   * Password, as a Secret in the namespace of the clients.
   * @default - none: the server asks for none
   */
  readonly password?: SecretRef;
  /**
   * The server speaks TLS.
   * @default false
   */
  readonly tls?: boolean;
  /**
   * Certificates by which clients check the server, which they mount: `CaBundle.secret(…)`.
   * @default - those that their images trust
   */
  readonly caBundle?: CaBundle;
  /**
   * The whole address with its password (`redis://…`, `rediss://…`), for programs that read `REDIS_URI`. The password in it must be percent-encoded.
   * @default - `REDIS_URI` is put together where the server asks for no password, and left out where it asks for one
   */
  readonly uri?: SecretRef;
}

/** It becomes part of an address. */
const redisUser = notion('user of a Redis server', 'letters, digits and . _ ~ -, at most 128', (text) =>
  /^[A-Za-z0-9._~-]{1,128}$/.test(text),
);

export const existingSessionStoreSchema = z
  .strictObject({
    ...endpointShape,
    port: portNumber.default(6379),
    username: redisUser.optional(),
    password: existingSecretSchema.optional(),
    tls: z.boolean().default(false),
    caBundle: caBundleSchema.optional(),
    uri: existingSecretSchema.optional(),
  })
  .refine(hasOnePlace, ONE_PLACE)
  .refine(hasPods, PODS_NEEDED)
  .refine(({ username, password }) => username === undefined || password !== undefined, {
    error: 'expected a user whose password is given as well',
    path: ['username'],
  })
  .refine(({ tls, caBundle }) => tls || caBundle === undefined, {
    error: 'expected tls: true: without it no certificate is checked',
    path: ['caBundle'],
  });

export interface ExistingSessionStoreSpec extends z.output<typeof existingSessionStoreSchema> {}
