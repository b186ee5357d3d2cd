/** Random fleets whose data stays in the EU, and one edge of many kinds that leaves it. */
import {
  AgentFleet,
  Cluster,
  type ClusterProps,
  ExternalHost,
  ExternalModel,
  InternalService,
  type IService,
  LiteLLMRouter,
  McpServer,
  Region,
  SecretRef,
  SessionStore,
  StateStore,
  TaskQueue,
  Topology,
  Tracing,
  VectorStore,
  Weights,
} from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { App, TerraformStack } from '../../lib/terraform/engine';
import { pool } from '../setup/research-stack';
import { temporaryOutdir } from '../setup/temporary-outdir';

/** Places inside of the EU under every kind of name, and places outside, or nowhere. */
const INSIDE = [
  'eu-central-1',
  'europe-west4',
  'eu-north',
  'westeurope',
  Region.EU,
  Region.GERMANY,
  Region.custom('dc', { within: Region.FRANCE }),
];
const OUTSIDE = ['us-east-1', 'eu-west-2', 'europe-west6', 'norwayeast', 'eu-somewhere', Region.EEA, Region.custom('EU'), undefined];

/** Kinds of edges that may leave, and what the finding calls the place. */
export const LEAKS = {
  nodes: ['the cluster'],
  'weights source': ['weights source'],
  'direct route': ['external model'],
  'fallback on failure': ['external model', 'external model behind another alias'],
  'overflow of long prompts': ['external model'],
  'refused content': ['other provider'],
  store: ['session store', 'state store', 'vector store', 'counters of the router'],
  'trace sink': ['collector', 'existing'],
  queue: ['sqs', 'amqp'],
  service: ['external host', 'internal service', 'service of an MCP server', 'public addresses', 'public addresses of an MCP server'],
} as const;

export type LeakKind = keyof typeof LEAKS;

export interface Leak {
  readonly kind: LeakKind;
  readonly which: string;
  readonly region: string | Region | undefined;
}

const anyLeak: fc.Arbitrary<Leak> = fc.oneof(
  ...Object.entries(LEAKS).map(([kind, whiches]) =>
    fc.record({ kind: fc.constant(kind as LeakKind), which: fc.constantFrom<string>(...whiches), region: fc.constantFrom(...OUTSIDE) }),
  ),
);

export const anyResidentFleet = fc.record({
  inside: fc.array(fc.constantFrom(...INSIDE), { minLength: 12, maxLength: 12 }),
  roles: fc.integer({ min: 1, max: 3 }),
  declaredBy: fc.constantFrom('role', 'fleet', 'cluster'),
  has: fc.record({
    externals: fc.boolean(),
    sessions: fc.constantFrom('own', 'existing', 'none'),
    state: fc.constantFrom('own', 'existing', 'none'),
    vectors: fc.boolean(),
    tracing: fc.constantFrom('collector', 'existing', 'none'),
    queue: fc.constantFrom('sqs', 'amqp', 'none'),
    host: fc.boolean(),
    service: fc.boolean(),
    mcp: fc.boolean(),
    claim: fc.boolean(),
  }),
  leak: fc.option(anyLeak, { freq: 4 }),
});

export type ResidentCase = typeof anyResidentFleet extends fc.Arbitrary<infer T> ? T : never;

const KEY = SecretRef.existing('outside', 'key');
const RANGES = { cidrs: ['203.0.113.0/24'] };

/** What a region prop is given: nothing where nobody says. */
const at = (region: string | Region | undefined) => (region === undefined ? {} : { region });

/** @returns the app; synthesized it is refused where there is a leak */
export function buildResident({ inside, roles, declaredBy, has, leak }: ResidentCase): App {
  const is = (kind: LeakKind, which?: string) => leak?.kind === kind && (which === undefined || leak.which === which);
  const placed = (index: number, leaks: boolean) => at(leaks ? leak?.region : inside[index]);
  const residency = { dataResidency: Region.EU };
  const app = new App({ outdir: temporaryOutdir() });
  const stack = new TerraformStack(app, 'research');
  const cluster = Cluster.fromKubeconfig({
    context: 'prod',
    ...placed(0, is('nodes')),
    ...(declaredBy === 'cluster' ? residency : {}),
  } satisfies ClusterProps & { context: string });
  const setting = { stack, cluster };
  const weights = is('weights source') ? Weights.ephemeral() : has.claim ? Weights.claim() : Weights.existingClaim('weights');
  const names = ['planner', 'coder', 'critic'].slice(0, roles);
  const pools = [pool(setting, 'large', { weights }), pool(setting, 'small', { weights: Weights.existingClaim('weights') })] as const;
  const poolOf = (name: string) => (name === 'planner' ? pools[0] : pools[1]);

  const external = (index: number, leaks: boolean) =>
    ExternalModel.openAiCompatible({
      model: 'm',
      url: 'https://llm.example.com/v1',
      key: KEY,
      maxContextTokens: 200_000,
      ...RANGES,
      ...placed(index, leaks),
    });
  const hasBig =
    has.externals || ['direct route', 'fallback on failure', 'overflow of long prompts', 'refused content'].includes(leak?.kind ?? '');
  const behindFailure = is('fallback on failure', 'external model behind another alias');
  const behind = behindFailure || is('refused content');
  const externalModels = {
    ...(hasBig ? { big: external(1, (is('direct route') || is('fallback on failure') || is('overflow of long prompts')) && !behind) } : {}),
    ...(behind ? { far: external(1, true) } : {}),
  };
  const counters =
    has.sessions === 'none' || is('store', 'counters of the router')
      ? SessionStore.fromExisting({
          host: 'counters.example.com',
          cidr: '203.0.113.0/24',
          ...placed(2, is('store', 'counters of the router')),
        })
      : undefined;
  const router = new LiteLLMRouter(stack, 'router', {
    cluster,
    externalModels,
    ...(counters === undefined ? {} : { sessionStore: counters }),
    ...(hasBig && !is('direct route') && !is('overflow of long prompts')
      ? { fallbacks: { planner: ['big'], ...(behindFailure ? { big: ['far'] } : {}) } }
      : {}),
    ...(is('overflow of long prompts') ? { contextWindowFallbacks: { planner: ['big'] } } : {}),
    ...(is('refused content') ? { contentPolicyFallbacks: { big: ['far'] } } : {}),
    ...(is('direct route') ? { clientKeys: { 'crew-agents': { models: [...names, 'big'] } } } : {}),
  });

  const sessionStore =
    has.sessions === 'existing' || is('store', 'session store')
      ? SessionStore.fromExisting({ host: 'sessions.example.com', cidr: '203.0.113.0/24', ...placed(3, is('store', 'session store')) })
      : has.sessions === 'own'
        ? undefined
        : (false as const);
  const stateStore =
    has.state === 'existing' || is('store', 'state store')
      ? StateStore.fromExisting({
          host: 'state.example.com',
          cidr: '203.0.113.0/24',
          database: 'agents',
          user: 'agents',
          password: KEY,
          ...placed(4, is('store', 'state store')),
        })
      : has.state === 'own'
        ? undefined
        : (false as const);
  const services: IService[] = [];
  if (has.vectors || is('store', 'vector store')) {
    services.push(
      VectorStore.fromExisting({ host: 'vectors.example.com', cidr: '203.0.113.0/24', ...placed(5, is('store', 'vector store')) }),
    );
  }
  const sink = () => new ExternalHost({ name: 'traces', host: 'traces.example.com', ...RANGES, ...placed(6, is('trace sink')) });
  const tracing = is('trace sink') ? leak?.which : has.tracing;
  if (tracing === 'collector') services.push(Tracing.otlp(stack, 'tracing', { cluster, to: sink() }));
  if (tracing === 'existing') services.push(Tracing.fromExisting({ to: sink() }));
  if (has.host || is('service', 'external host')) {
    services.push(new ExternalHost({ name: 'crm', host: 'crm.example.com', ...RANGES, ...placed(7, is('service', 'external host')) }));
  }
  if (has.service || is('service', 'internal service')) {
    // A gateway of others stands in the cluster and leads elsewhere; where nobody says it is where the cluster is.
    const region = is('service', 'internal service') ? (leak?.region ?? 'nowhere') : inside[8];
    services.push(new InternalService({ name: 'gateway', namespace: 'gateways', port: 80, ...at(region) }));
  }
  const ofServer = is('service', 'service of an MCP server');
  const openServer = is('service', 'public addresses of an MCP server');
  if (has.mcp || ofServer || openServer) {
    const api = new ExternalHost({ name: 'search', host: 'search.example.com', ...RANGES, ...placed(9, ofServer) });
    const image = 'registry.example.com/tools:1';
    services.push(
      new McpServer(stack, 'tools', { cluster, image, port: 8_000, services: [api], ...(openServer ? { internet: true } : {}) }),
    );
  }
  const queueKind = is('queue') ? leak?.which : has.queue;
  const sqsRegion = is('queue') ? 'us-east-1' : 'eu-central-1';
  const consumes =
    queueKind === 'sqs'
      ? TaskQueue.fromExisting({
          kind: 'sqs',
          name: 'tasks',
          url: `https://sqs.${sqsRegion}.amazonaws.com/111122223333/tasks`,
          region: sqsRegion,
          ...RANGES,
        })
      : queueKind === 'amqp'
        ? TaskQueue.fromExisting({
            kind: 'amqp',
            name: 'tasks',
            host: 'mq.example.com',
            cidr: '203.0.113.0/24',
            url: KEY,
            ...placed(10, is('queue')),
          })
        : undefined;

  new AgentFleet(stack, 'crew', {
    cluster,
    topology: Topology.flat({ agents: names }),
    concurrentWorkflows: 1,
    roles: Object.fromEntries(
      names.map((name) => [name, { pool: poolOf(name), contextTokens: 2_000, ...(declaredBy === 'role' ? residency : {}) }]),
    ),
    runtime: {
      framework: 'custom',
      image: 'registry.example.com/crew:1',
      ...(consumes === undefined ? {} : { consumes }),
      ...(is('service', 'public addresses') ? { internet: true } : {}),
    },
    router,
    ...(sessionStore === undefined ? {} : { sessionStore }),
    ...(stateStore === undefined ? {} : { stateStore }),
    services,
    ...(declaredBy === 'fleet' ? residency : {}),
  });
  return app;
}

/** What the finding of a leak calls the place. */
export function namedPlace({ kind, which }: Leak): RegExp {
  const hosts: Readonly<Record<string, RegExp>> = {
    'session store': /session store sessions\.example\.com/,
    'state store': /state store state\.example\.com/,
    'vector store': /vector store vectors\.example\.com/,
    'counters of the router': /router research\/router .* → keeps counters in session store counters\.example\.com/,
    'external host': /external host crm\.example\.com/,
    'internal service': /internal service gateway\.gateways/,
    'service of an MCP server': /MCP server research\/tools .* → is wired to external host search\.example\.com/,
    'public addresses': /public addresses open to research\/crew\/crew-agents/,
    'public addresses of an MCP server': /public addresses open to research\/tools/,
    'external model behind another alias': /route big .* → falls back on failure to route far .* → is served by external model far/,
  };
  const kinds: Readonly<Record<LeakKind, RegExp>> = {
    nodes: /runs (in runtime research\/crew\/crew-agents|as MCP server research\/tools)/,
    'weights source': /pool research\/large .* → loads weights from weights source/,
    'direct route': /leads along route big .* → is served by external model big at llm\.example\.com/,
    'fallback on failure': /route planner .* → falls back on failure to route big .* → is served by external model big/,
    'refused content': /route big .* → falls back on refused content to route far .* → is served by external model far/,
    'overflow of long prompts': /route planner .* → falls back on long prompts to route big .* → is served by external model big/,
    store: /never/,
    'trace sink': /tracing traces\.example\.com|external host traces\.example\.com/,
    queue: /task queue tasks at/,
    service: /never/,
  };
  return hosts[which] ?? kinds[kind];
}
