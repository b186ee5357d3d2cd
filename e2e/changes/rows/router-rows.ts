/** Rows of a router. Each router leads `near` to one pool and `far` to one that admits longer requests. */
import {
  ExternalModel,
  Guardrail,
  type ISessionStore,
  type LiteLLMRouterProps,
  SecretRef,
  StateStore,
  WorkloadIdentity,
} from 'cdktf-agent-fleet';
import { ANOTHER_CLUSTER, PLACED, type Rows } from './row';

const BIG = { model: 'gpt-4o', key: SecretRef.existing('openai', 'key'), maxContextTokens: 128_000, cidrs: ['203.0.113.0/24'] };
const NOVA = { model: 'amazon.nova-pro-v1:0', awsRegion: 'eu-central-1', maxContextTokens: 300_000, cidrs: ['203.0.113.0/24'] };
/** Each router has its own. */
const databaseNamed = (database: string) =>
  StateStore.fromExisting({
    host: 'postgres.example.com',
    database,
    user: 'router',
    password: SecretRef.existing('router-database', 'password'),
    cidr: '10.0.0.0/24',
  });
const [database, ofTeams] = [databaseNamed('router'), databaseNamed('teams')];
const key = { masterKey: SecretRef.existing('router-key', 'key') };

export const routerRows = (sessions: ISessionStore): Rows<LiteLLMRouterProps> => ({
  cluster: ANOTHER_CLUSTER,
  cpuNodePools: PLACED,
  name: { before: key, after: { ...key, name: 'router-renamed' } },
  replicas: { after: { replicas: 1 } },
  masterKey: { after: key },
  clientKeys: { after: { clientKeys: { 'router-client-keys-agents': { version: 2, models: ['near'], requestsPerMinute: 60 } } } },
  outsideClients: {
    after: { outsideClients: { portal: { namespace: 'web', pods: { app: 'portal' } }, partners: { cidrs: ['10.30.0.0/16'] } } },
  },
  database: { after: { database } },
  teams: { before: { database: ofTeams }, after: { database: ofTeams, teams: { research: { budget: { usd: 100, per: 'month' } } } } },
  sessionStore: { after: { sessionStore: sessions } },
  fallbacks: { after: { fallbacks: { near: ['far'] } } },
  contextWindowFallbacks: { after: { contextWindowFallbacks: { near: ['far'] } } },
  contentPolicyFallbacks: {
    before: { externalModels: { big: ExternalModel.openAi(BIG) } },
    after: { externalModels: { big: ExternalModel.openAi(BIG) }, contentPolicyFallbacks: { big: ['near'] } },
  },
  overflow: { after: { overflow: { near: ['far'] } } },
  sleepingPools: { after: { sleepingPools: 'refuse' } },
  circuitBreaker: { after: { circuitBreaker: { failures: 5, pauseSeconds: 30 } } },
  guardrails: {
    before: { guardrails: { pii: Guardrail.contentFilter({ mask: ['email'] }) } },
    after: {
      guardrails: {
        pii: Guardrail.contentFilter({ mask: ['email', 'iban'], on: 'output' }),
        tools: Guardrail.toolScope({ allow: ['search'] }),
      },
    },
  },
  externalModels: { after: { externalModels: { big: ExternalModel.openAi(BIG) } } },
  identity: {
    before: { externalModels: { judge: ExternalModel.openAi(BIG) } },
    after: {
      externalModels: { judge: ExternalModel.bedrock(NOVA) },
      identity: WorkloadIdentity.aws({ roleArn: 'arn:aws:iam::123456789012:role/router' }),
    },
  },
  requestTimeoutSeconds: { after: { requestTimeoutSeconds: 300 } },
  retries: { after: { retries: 0 } },
  strategy: { after: { strategy: 'least-busy' } },
  sessionAffinity: { after: { sessionAffinity: false } },
  extraConfig: {
    after: { extraConfig: { litellm_settings: { modify_params: true }, general_settings: { user_header_name: 'x-user-id' } } },
  },
  resources: { after: { resources: { cpu: '2', memory: '6Gi' } } },
  namespace: { before: key, after: { ...key, namespace: 'agents-elsewhere' } },
});
