/** Routers of somebody's own, with limits, fallbacks and session affinity. */
import { ExternalModel, Guardrail, InternalService, SecretRef, StateStore, WorkloadIdentity } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { cpuNodes } from './nodes';
import { given, type Mostly, mapped, oneIn, pick, props } from './odd';
import { anyResources } from './resources';

const anyAffinity = (mostly: Mostly) =>
  fc.oneof(
    { weight: 1, arbitrary: pick(false) },
    {
      weight: 3,
      arbitrary: props(mostly, 2, {
        header: pick('x-session-id', 'x-conversation'),
        replicas: pick(1, 2, 3),
        loadFactor: pick(1.25, 2),
        resources: anyResources(mostly, ['512Mi', '1Gi']),
      }),
    },
  );

const BIG = { model: 'some-model', key: SecretRef.existing('provider', 'key'), maxContextTokens: 128_000 };
const EXTERNAL_MODELS = [
  { big: ExternalModel.openAi({ ...BIG, cidrs: ['203.0.113.0/24'], requestsPerMinute: 60 }) },
  { big: ExternalModel.azure({ ...BIG, url: 'https://mine.openai.azure.com', apiVersion: '2024-10-21' }) },
  { big: ExternalModel.bedrock({ model: 'amazon.nova-pro-v1:0', awsRegion: 'eu-central-1', maxContextTokens: 128_000 }) },
  { big: ExternalModel.vertex({ ...BIG, project: 'my-project', location: 'europe-west4' }) },
];

const IDENTITIES = [
  WorkloadIdentity.aws({ roleArn: 'arn:aws:iam::123456789012:role/router' }),
  WorkloadIdentity.google({ serviceAccount: 'router@my-project.iam.gserviceaccount.com' }),
];

const GUARDRAILS = [
  { pii: Guardrail.contentFilter({ mask: ['email'], block: ['github_token'], blockedWords: ['falcon ${x}'], on: 'input' }) },
  {
    tools: Guardrail.toolScope({ allow: ['search', 'files.read'] }),
    own: Guardrail.own({ service: new InternalService({ name: 'guard', namespace: 'guards', port: 8_080 }), unanswered: 'passed' }),
  },
];

const DATABASE = StateStore.fromExisting({
  host: 'postgres.example.com',
  database: 'router',
  user: SecretRef.existing('router-database', 'user'),
  password: SecretRef.existing('router-database', 'password'),
  cidr: '10.3.0.0/24',
});

/** For the agents of a fleet. */
const CLIENT_KEYS = [
  { version: 2, acceptedVersions: [1], expires: '2099-12-31' },
  { secret: SecretRef.existing('agents-key', 'key'), requestsPerMinute: 60, tokensPerMinute: 100_000, maxParallelRequests: 8 },
  { models: ['its own'] },
  { models: ['somewhere'] },
  { budget: { usd: 20, per: 'day' }, team: 'crews' },
];

export const anyRouter = (mostly: Mostly) =>
  fc.record({
    others: props(mostly, 4, {
      cpuNodePools: cpuNodes,
      name: pick('models'),
      replicas: pick(1, 2, 3),
      masterKey: pick(SecretRef.existing('router', 'key'), SecretRef.generated('drawn-key')),
      clientKeys: pick<object>(...CLIENT_KEYS),
      outsideClients: pick<object>(
        { portal: { namespace: 'web', pods: { app: 'portal' } }, partners: { cidrs: ['10.30.0.0/16'] } },
        { portal: { namespace: 'web', asks: { planner: { sessions: 2, contextTokens: 1_000, perMinute: 1, outputTokens: 100 } } } },
      ),
      database: pick(DATABASE),
      teams: pick({ crews: { budget: { usd: 500, per: 'month' } } }, { others: {} }),
      requestTimeoutSeconds: pick(60, 900),
      externalModels: pick(...EXTERNAL_MODELS),
      identity: pick(...IDENTITIES),
      guardrails: pick(...GUARDRAILS),
      retries: pick(0, 2, 5),
      sleepingPools: pick<unknown>('hold', 'refuse'),
      circuitBreaker: pick<unknown>(false, { failures: 3 }, { pauseSeconds: 60 }),
      strategy: pick('simple-shuffle', 'least-busy', 'latency-based-routing'),
      sessionAffinity: anyAffinity(mostly),
      extraConfig: pick<object>(
        { litellm_settings: { modify_params: true, prometheus_latency_buckets: [0.1, 1, 10] } },
        { general_settings: { missing_session_id: 'reject' }, router_settings: { client_ttl: 600 } },
        { router_settings: { num_retrys: 3 } },
      ),
      resources: anyResources(mostly),
    }),
    /** Names of aliases, of which some may not be there. */
    fallbacks: oneIn(4, pick('to the second', 'to the second', 'to the second', 'to nothing', 'to itself')),
    contextWindowFallbacks: oneIn(6, pick('to the second')),
    overflow: oneIn(6, pick('to the second', 'to the second', 'to nothing')),
    /** From each external model to the first alias. */
    contentPolicyFallbacks: oneIn(3, pick(true)),
    sharesStore: pick(false, true),
    /** Keys of clients that are not there, and spend that nothing counts. */
    stray: oneIn(10, pick(true)),
  });

export type AnyRouter = ReturnType<typeof anyRouter> extends fc.Arbitrary<infer T> ? T : never;

/** What the agents of a fleet are called, and the models that they ask the router for. */
export interface RouterClient {
  readonly name: string;
  readonly aliases: readonly string[];
}

export function routerProps(router: AnyRouter, clients: readonly RouterClient[], sessionStore: unknown): Record<string, unknown> {
  const aliases = clients.flatMap((client) => client.aliases);
  const lead = (kind: string | undefined) => {
    if (kind === undefined || aliases[1] === undefined) return undefined;
    const target = { 'to the second': aliases[1], 'to nothing': 'nowhere', 'to itself': aliases[0] }[kind];
    return { [aliases[0] as string]: [target] };
  };
  return given({
    ...router.others,
    ...countedSpend(router, clients),
    fallbacks: lead(router.fallbacks),
    contextWindowFallbacks: lead(router.contextWindowFallbacks),
    overflow: lead(router.overflow),
    contentPolicyFallbacks: router.contentPolicyFallbacks === undefined ? undefined : fromProviders(router, aliases),
    sessionStore: router.sharesStore && sessionStore !== false ? sessionStore : undefined,
  });
}

function fromProviders({ others }: AnyRouter, [first]: readonly string[]): object | undefined {
  const models = Object.keys(others.externalModels ?? {});
  return first === undefined || models.length === 0 ? undefined : Object.fromEntries(models.map((model) => [model, [first]]));
}

/** Keys for a client that is there, and limits on spend beside the database that counts it. */
function countedSpend({ others, stray }: AnyRouter, [client]: readonly RouterClient[]): object {
  const { clientKeys, database, teams } = others;
  if (stray === true) return { clientKeys: mapped(clientKeys, (key) => ({ nobody: key })) };
  const key = clientKeys as { readonly models?: readonly string[]; readonly team?: string } | undefined;
  if (client === undefined || key === undefined) return { clientKeys: undefined, teams: mapped(database, () => teams) };
  const models = mapped(key.models, (names) => (names.includes('its own') ? client.aliases : names));
  const spends = key.team !== undefined;
  return {
    clientKeys: { [client.name]: given({ ...key, models }) },
    database: spends ? (database ?? DATABASE) : database,
    teams: spends ? (teams ?? { crews: {} }) : mapped(database, () => teams),
  };
}
