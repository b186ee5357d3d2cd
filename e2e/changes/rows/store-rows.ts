/** Rows of the stores. */
import { SecretRef, type SessionStoreProps, type StateStoreProps } from 'cdktf-agent-fleet';
import { ANOTHER_CLUSTER, type Rows } from './row';

export const SESSION_ROWS: Rows<SessionStoreProps> = {
  cluster: ANOTHER_CLUSTER,
  name: { refused: { name: 'sessions-renamed' } },
  password: { after: { password: SecretRef.existing('sessions-rotated', 'password') } },
  memoryGiB: { before: { storageGiB: 12 }, after: { storageGiB: 12, memoryGiB: 4 } },
  storageGiB: { before: { storageClass: 'shared-rwx' }, after: { storageClass: 'shared-rwx', storageGiB: 8 } },
  storageClass: { refused: { storageClass: 'shared-rwx' } },
  eviction: { after: { eviction: 'noeviction' } },
  cpu: { after: { cpu: '1' } },
  deletionProtection: { after: { deletionProtection: false } },
  namespace: { refused: { namespace: 'changes-moved' } },
};

export const STATE_ROWS: Rows<StateStoreProps> = {
  cluster: ANOTHER_CLUSTER,
  name: { refused: { name: 'state-renamed' } },
  instances: { after: { instances: 3 } },
  storageGiB: { after: { storageGiB: 30 } },
  storageClass: { refused: { storageClass: 'shared-rwx' } },
  memoryGiB: { after: { memoryGiB: 4 } },
  cpu: { after: { cpu: '2' } },
  database: { refused: { database: 'crew' } },
  vector: { after: { vector: true } },
  deletionProtection: { after: { deletionProtection: false } },
  operatorNamespace: { after: { operatorNamespace: 'postgres-operators' } },
  namespace: { refused: { namespace: 'changes-moved' } },
};
