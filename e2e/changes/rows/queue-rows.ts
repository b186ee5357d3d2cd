/** Rows of the task queues. */
import { type RedisStreamQueueProps, SessionStore } from 'cdktf-agent-fleet';
import { ANOTHER_CLUSTER, type Rows } from './row';

export const redisStreamRows = (sessions: RedisStreamQueueProps['store']): Rows<RedisStreamQueueProps> => ({
  cluster: ANOTHER_CLUSTER,
  store: { after: { store: SessionStore.fromExisting({ host: 'cache.example.com', cidr: '10.20.0.0/24' }) } },
  name: { after: { name: 'queue-renamed' } },
  stream: { before: { store: sessions }, after: { store: sessions, stream: 'research:tasks' } },
  group: { after: { group: 'researchers' } },
  deadLettersKept: { after: { deadLettersKept: 500 } },
  visibilitySeconds: { after: { visibilitySeconds: 900 } },
  maxAttempts: { after: { maxAttempts: 5 } },
  maxLength: { after: { maxLength: 200 } },
  maxWaitSeconds: { after: { maxWaitSeconds: 600 } },
  variables: { after: { variables: 'WORK' } },
  kedaNamespace: { after: { kedaNamespace: 'autoscaler' } },
  namespace: { before: { store: existing('one') }, after: { store: existing('one'), namespace: 'queues' } },
});

const existing = (host: string) => SessionStore.fromExisting({ host, namespace: 'caches' });
