/** Rows of the pods in which agents run. */
import { type AgentRuntimeProps, type ISessionStore, SecretRef, TaskQueue, Volume, WorkloadIdentity } from 'cdktf-agent-fleet';
import { ANOTHER_CLUSTER, PLACED, type Rows } from './row';

/** Made anew for each app: what it holds for later belongs to one. */
const queue = () =>
  TaskQueue.fromExisting({
    kind: 'amqp',
    name: 'tasks',
    host: 'rabbit.example.com',
    cidr: '10.20.0.0/24',
    url: SecretRef.existing('rabbit', 'url'),
  });

export const runtimeRows = (sessions: ISessionStore, consumes = queue()): Rows<AgentRuntimeProps> => ({
  cluster: ANOTHER_CLUSTER,
  cpuNodePools: PLACED,
  name: { after: { name: 'runtime-renamed' } },
  services: { after: { services: [sessions] } },
  roles: { after: { roles: { worker: { model: 'near', contextTokens: 2_000 } } } },
  namespace: { after: { namespace: 'agents-elsewhere' } },
  compliance: { after: { compliance: ['iso-27001'] } },
  framework: { after: { framework: 'openai-agents' } },
  identity: { after: { identity: WorkloadIdentity.aws({ roleArn: 'arn:aws:iam::123456789012:role/agents' }) } },
  imagePullSecrets: { after: { imagePullSecrets: ['registry-login'] } },
  volumes: { after: { volumes: [Volume.configMap({ name: 'prompts', mountPath: '/etc/prompts' })] } },
  image: { after: { image: 'registry.example.com/crew:2.0.0' } },
  replicas: { after: { replicas: 3 } },
  sessions: {
    before: { replicas: 1, sessions: 25, sessionsPerReplica: 25 },
    after: { replicas: 2, sessions: 50, sessionsPerReplica: 25 },
  },
  sessionsPerReplica: {
    before: { replicas: 4, sessions: 100, sessionsPerReplica: 25 },
    after: { replicas: 2, sessions: 100, sessionsPerReplica: 50 },
  },
  graceSeconds: { before: { graceSeconds: 120 }, after: { graceSeconds: 900 } },
  databaseConnections: { elsewhere: 'it decides what is found and changes no object: held by test/stores/state-pooler' },
  consumes: { after: { consumes } },
  workers: { before: { consumes, workers: { max: 4 } }, after: { consumes, workers: { min: 1, max: 8, tasksPerWorker: 2 } } },
  port: { after: { port: 8080 } },
  healthPath: { before: { port: 8080 }, after: { port: 9090, healthPath: '/health' } },
  callers: { before: { port: 8080, callers: ['ingress'] }, after: { port: 8080, callers: ['gateway'] } },
  resources: { after: { resources: { cpu: '500m', memory: '2Gi' } } },
  command: { after: { command: ['python', 'agents.py'] } },
  args: { after: { args: ['serve', '--verbose'] } },
  scratchGiB: { after: { scratchGiB: 20 } },
  setup: {
    before: { setup: { args: ['setup'] } },
    after: { setup: { command: ['python'], args: ['setup.py'], retries: 2, timeoutMinutes: 5 } },
  },
  env: { after: { env: { LOG_LEVEL: 'debug' } } },
  internet: { after: { internet: true } },
  runAsUser: { after: { runAsUser: 10_002 } },
});
