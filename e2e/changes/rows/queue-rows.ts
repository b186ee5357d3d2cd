/** Rows of the task queues. */
import { type RabbitMqQueueProps, type RedisStreamQueueProps, SessionStore } from 'cdktf-agent-fleet';
import { ANOTHER_CLUSTER, PLACED, type Rows } from './row';

export const redisStreamRows = (sessions: RedisStreamQueueProps['store']): Rows<RedisStreamQueueProps> => ({
  cluster: ANOTHER_CLUSTER,
  cpuNodePools: PLACED,
  store: { after: { store: SessionStore.fromExisting({ host: 'cache.example.com', cidr: '10.20.0.0/24' }) } },
  name: { after: { name: 'queue-renamed' } },
  stream: { before: { store: sessions }, after: { store: sessions, stream: 'research:tasks' } },
  group: { after: { group: 'researchers' } },
  deadLettersKept: { after: { deadLettersKept: 500 } },
  visibilitySeconds: { after: { visibilitySeconds: 900 } },
  maxAttempts: { after: { maxAttempts: 5 } },
  maxLength: { after: { maxLength: 200 } },
  maxTaskBytes: { after: { maxTaskBytes: 4_096 } },
  maxWaitSeconds: { after: { maxWaitSeconds: 600 } },
  variables: { after: { variables: 'WORK' } },
  kedaNamespace: { after: { kedaNamespace: 'autoscaler' } },
  namespace: { before: { store: existing('one') }, after: { store: existing('one'), namespace: 'queues' } },
});

const existing = (host: string) => SessionStore.fromExisting({ host, namespace: 'caches' });

export const RABBITMQ_ROWS: Rows<RabbitMqQueueProps> = {
  cluster: ANOTHER_CLUSTER,
  cpuNodePools: PLACED,
  name: { refused: { name: 'broker-renamed' } },
  queue: { after: { queue: 'research.tasks' } },
  replicas: { after: { replicas: 5 } },
  storageGiB: { after: { storageGiB: 20 } },
  storageClass: { refused: { storageClass: 'shared-rwx' } },
  memoryGiB: { after: { memoryGiB: 4 } },
  cpu: { after: { cpu: '1' } },
  deadLettersKept: { after: { deadLettersKept: 500 } },
  celery: { after: { celery: true } },
  deletionProtection: { after: { deletionProtection: false } },
  visibilitySeconds: { after: { visibilitySeconds: 900 } },
  maxAttempts: { after: { maxAttempts: 5 } },
  maxLength: { after: { maxLength: 200 } },
  maxTaskBytes: { after: { maxTaskBytes: 4_096 } },
  maxWaitSeconds: { elsewhere: 'test/queues: it bounds a queue whose workflows are known' },
  variables: { after: { variables: 'WORK' } },
  operatorNamespace: { after: { operatorNamespace: 'operators' } },
  kedaNamespace: { after: { kedaNamespace: 'autoscaler' } },
  namespace: { refused: { namespace: 'changes-moved' } },
};
