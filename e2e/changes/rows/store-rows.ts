/** Rows of the stores. */
import {
  ExternalHost,
  SecretRef,
  type SessionStoreProps,
  type StateDatabaseProps,
  type StateStoreProps,
  StoreTls,
  type VectorStoreProps,
} from 'cdktf-agent-fleet';
import { ANOTHER_CLUSTER, PLACED, type Rows } from './row';

/** Pods that are wired to each of the stores. */
export const SESSION_CLIENT = 'of-sessions';

export const SESSION_ROWS: Rows<SessionStoreProps> = {
  cluster: ANOTHER_CLUSTER,
  cpuNodePools: PLACED,
  name: { refused: { name: 'sessions-renamed' } },
  password: { after: { password: SecretRef.existing('sessions-rotated', 'password') } },
  tls: { after: { tls: StoreTls.issuer({ name: 'internal' }) } },
  metricsPassword: { after: { metricsPassword: SecretRef.existing('sessions-metrics-rotated', 'password') } },
  clients: {
    after: { clients: { [SESSION_CLIENT]: { password: SecretRef.existing('client-rotated', 'password'), keys: ['session:*'] } } },
  },
  memoryGiB: { before: { storageGiB: 12 }, after: { storageGiB: 12, memoryGiB: 4 } },
  storageGiB: { before: { storageClass: 'shared-rwx' }, after: { storageClass: 'shared-rwx', storageGiB: 8 } },
  storageClass: { refused: { storageClass: 'shared-rwx' } },
  eviction: { after: { eviction: 'noeviction' } },
  cpu: { after: { cpu: '1' } },
  deletionProtection: { after: { deletionProtection: false } },
  namespace: { refused: { namespace: 'changes-moved' } },
};

const ARCHIVE = {
  to: new ExternalHost({ name: 'backups', host: 's3.eu-central-1.amazonaws.com', cidrs: ['203.0.113.0/24'] }),
  bucket: 'agents-backups/prod',
  accessKeyId: SecretRef.existing('backups', 'id'),
  secretAccessKey: SecretRef.existing('backups', 'key'),
};

export const STATE_ROWS: Rows<StateStoreProps> = {
  cluster: ANOTHER_CLUSTER,
  cpuNodePools: PLACED,
  name: { refused: { name: 'state-renamed' } },
  instances: { after: { instances: 3 } },
  storageGiB: { after: { storageGiB: 30 } },
  storageClass: { refused: { storageClass: 'shared-rwx' } },
  memoryGiB: { after: { memoryGiB: 4 } },
  cpu: { after: { cpu: '2' } },
  database: { refused: { database: 'crew' } },
  vector: { after: { vector: true } },
  maxConnections: { after: { maxConnections: 200 } },
  pooler: { before: { pooler: {} }, after: { pooler: { mode: 'transaction', instances: 3, serverConnections: 20 } } },
  backups: { after: { backups: ARCHIVE } },
  recovery: { refused: { recovery: { ...ARCHIVE, serverName: 'lost' } } },
  deletionProtection: { after: { deletionProtection: false } },
  operatorNamespace: { after: { operatorNamespace: 'postgres-operators' } },
  namespace: { refused: { namespace: 'changes-moved' } },
};

/** Databases beside the store's own. */
export const STATE_DATABASE_ROWS: Rows<StateDatabaseProps & { readonly name: string }> = {
  name: { elsewhere: 'another name is another database: one comes and one goes in every change' },
  password: { after: { password: SecretRef.existing('database-rotated', 'password') } },
  vector: { after: { vector: true } },
};

const sized = { memoryGiB: 4, storageGiB: 12, storageClass: 'shared-rwx' } as const;

export const VECTOR_ROWS: Rows<VectorStoreProps> = {
  cluster: ANOTHER_CLUSTER,
  cpuNodePools: PLACED,
  name: { refused: { name: 'vectors-renamed' } },
  dimensions: { before: { dimensions: 768, ...sized }, after: { dimensions: 1_024, ...sized } },
  vectors: { before: { vectors: 100_000, storageClass: 'shared-rwx' }, after: { vectors: 1_000_000, storageClass: 'shared-rwx' } },
  payloadBytes: { before: sized, after: { ...sized, payloadBytes: 4_000 } },
  apiKey: { after: { apiKey: SecretRef.existing('vectors-rotated', 'key') } },
  memoryGiB: { after: { memoryGiB: 8 } },
  storageGiB: { before: { storageGiB: 12, storageClass: 'shared-rwx' }, after: { storageGiB: 20, storageClass: 'shared-rwx' } },
  storageClass: { refused: { storageClass: 'shared-rwx' } },
  cpu: { after: { cpu: '2' } },
  deletionProtection: { after: { deletionProtection: false } },
  namespace: { refused: { namespace: 'changes-moved' } },
};
