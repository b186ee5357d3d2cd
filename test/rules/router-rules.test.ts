import { evaluateRules } from '../../lib/core/evaluate-rules';
import { SecretRef } from '../../lib/core/secret-ref';
import type { FallbackCause } from '../../lib/routing/contract';
import type { RouteLimits } from '../../lib/routing/limits/route-limits';
import { type ClientKeyProps, clientKeysSchema } from '../../lib/routing/litellm/client-keys/client-key-props';
import type { ExternalRoute, RoutedPool, RouterView, RouteView } from '../../lib/routing/litellm/router-view';
import { ROUTER_RULES } from '../../lib/routing/litellm/rules';
import { WorkloadIdentity } from '../../lib/security/workload-identity';
import { StateStore } from '../../lib/stores/state-store';
import { describeRules } from './cases';

const ON = { header: 'x-session-id', replicas: 2, loadFactor: 1.5 };
const EU = { key: 'eu', name: 'eu' };
const pool = (name: string, change: Partial<RoutedPool> = {}): RoutedPool => ({
  name,
  path: `stack/${name}`,
  cluster: EU,
  adapters: [],
  maxContextTokens: 8_192,
  holds: 64,
  ...change,
});
const LIMITS: RouteLimits = {
  longest: { firstTokenSeconds: 2, seconds: 20, earliestSeconds: 10, isDeclared: true },
  timeoutSeconds: 40,
  mostTimeoutSeconds: 40,
  timeoutOrigin: 'plan',
  streamTimeoutSeconds: 30,
  parallel: 16,
  parallelOrigin: 'plan',
  holds: 64,
  planned: 20,
};
const route = (alias: string, to: RoutedPool, owner = 'stack/router'): RouteView => ({
  alias,
  owner,
  pool: to,
  isSticky: false,
  forwardsHeaders: false,
  isProxied: false,
  limits: LIMITS,
});
const limited = (change: Partial<RouteLimits>) => ({ ...route('planner', pool('a')), limits: { ...LIMITS, ...change } });
const limits = (change: Partial<RouteLimits>, replicas = 1) => router({ routes: [limited(change)], spec: { ...router().spec, replicas } });
const ROUTES = [route('planner', pool('a')), route('coder', pool('b')), route('long', pool('c', { maxContextTokens: 32_768 }))];

const outside = (alias: string) => {
  const portal = { namespace: 'web', asks: { [alias]: { sessions: 1, contextTokens: 1_000 } } };
  return router({ spec: { ...router().spec, outsideClients: { portal } } });
};

function router(change: Partial<RouterView> = {}): RouterView {
  return {
    name: 'router',
    path: 'stack/router',
    cluster: EU,
    environment: 'production',
    spec: {
      name: undefined,
      replicas: 1,
      sessionStore: undefined,
      sessionAffinity: ON,
      retries: 2,
      strategy: 'simple-shuffle',
      requestTimeoutSeconds: 600,
      clientKeys: {},
      outsideClients: {},
      database: undefined,
      teams: {},
      overflow: {},
      circuitBreaker: { failures: 10, pauseSeconds: 10 },
      extraConfig: {},
      sleepingPools: 'hold',
    },
    routes: ROUTES,
    externals: [],
    fallbacks: { failure: {}, 'context-window': {}, 'content-policy': {} },
    clients: ['research-agents'],
    traces: [],
    ...change,
  };
}
const failing = (failure: Record<string, string[]>, routes = ROUTES) =>
  router({ routes, fallbacks: { failure, 'context-window': {}, 'content-policy': {} } });
const tooLong = (window: Record<string, string[]>) =>
  router({ fallbacks: { failure: {}, 'context-window': window, 'content-policy': {} } });
const replicated = (sessionStore?: object) => router({ spec: { ...router().spec, replicas: 2, sessionStore } as never });

const external = (alias: string, maxContextTokens = 200_000) => ({ alias, host: 'api.openai.com', ranges: [], maxContextTokens });
const configured = (extraConfig: Record<string, unknown>) => router({ spec: { ...router().spec, extraConfig } });
const crossing = (forwardsHeaders: boolean, cause: FallbackCause = 'failure') =>
  router({
    routes: [{ ...route('planner', pool('a')), forwardsHeaders }],
    externals: [external('big')],
    fallbacks: { failure: {}, 'context-window': {}, 'content-policy': {}, [cause]: { planner: ['big'] } },
  });

const complete = (change: Partial<RouteView> = {}) =>
  router({
    routes: [{ ...route('planner', pool('a')), isPriced: true, ...change }],
    fallbacks: { failure: { planner: ['big'] }, 'context-window': {}, 'content-policy': {} },
    externals: [external('big')],
  });
const keyAdmits = (maxParallelRequests: number | null) => [
  { client: 'research-agents', limits: { maxParallelRequests, requestsPerMinute: null, tokensPerMinute: null, isShared: true } },
];

const flowing = (change: Partial<RouteLimits>, overflow = { planner: ['coder'] }, perMinute = false) =>
  router({ routes: [{ ...limited(change), perMinute }, route('coder', pool('b'))], spec: { ...router().spec, overflow } });

const behindProxy = (sessionAffinity: RouterView['spec']['sessionAffinity']) =>
  router({ routes: [{ ...route('planner', pool('a')), sessionHeader: 'x-session-id' }], spec: { ...router().spec, sessionAffinity } });

const sticky = (sessionAffinity: RouterView['spec']['sessionAffinity']) =>
  router({ routes: [{ ...route('planner', pool('a')), isSticky: true }], spec: { ...router().spec, sessionAffinity } });

const keyed = (client: string, models?: string[]) =>
  router({ spec: { ...router().spec, clientKeys: { [client]: { version: 1, acceptedVersions: [], models } } } });

const LOAD = { sessions: 20, requestsPerMinute: 60, tokensPerMinute: 120_000 };
const asked = (limits: ExternalRoute['limits'], load: ExternalRoute['load'] = LOAD) =>
  router({ externals: [{ ...external('judge'), ...(limits === undefined ? {} : { limits }), load }] });
const rated = (rates: RouteView['rates'], load = LOAD) =>
  router({ routes: [{ ...route('planner', pool('a')), perMinute: true, load, ...(rates === undefined ? {} : { rates }) }] });

const busy = (processors: number, spec: Partial<RouterView['spec']> = {}) =>
  router({ routes: [{ ...route('planner', pool('a')), processors }], spec: { ...router().spec, ...spec } });

const DAILY = { usd: 20, per: 'day' as const };
const DATABASE = StateStore.fromExisting({
  host: 'postgres.example.com',
  database: 'router',
  user: 'router',
  password: SecretRef.existing('router-database', 'password'),
  cidr: '10.0.0.0/24',
});
const spec = (change: Partial<RouterView['spec']>) => router({ spec: { ...router().spec, ...change } });
const budgeted = (key: ClientKeyProps, change: Partial<RouterView['spec']> = {}): RouterView => ({
  ...spec({ clientKeys: clientKeysSchema.parse({ 'research-agents': key }), ...change }),
  admissions: [
    {
      client: 'research-agents',
      limits: { maxParallelRequests: null, requestsPerMinute: null, tokensPerMinute: null, isShared: true },
      models: ['planner'],
    },
  ],
});
const besideOthers = (databaseUsers: RouterView['databaseUsers']): RouterView => ({
  ...spec({ database: DATABASE }),
  ...(databaseUsers === undefined ? {} : { databaseUsers }),
});
/** What takes over from `planner`, of which sessions of a context are planned. */
const takingOver = (target: string, plannedContextTokens: number | undefined, change: Partial<RouterView> = {}) =>
  router({
    routes: [{ ...route('planner', pool('a', { maxContextTokens: 16_384 })), plannedContextTokens }, route('coder', pool('b'))],
    fallbacks: { failure: { planner: [target] }, 'context-window': {}, 'content-policy': {} },
    ...change,
  });
const free = (view: RouterView): RouterView => ({ ...view, routes: view.routes.map((one) => ({ ...one, isPriced: false })) });

describeRules('rules of a router', ROUTER_RULES, {
  'external-admits-plan': {
    violated: [asked({ requestsPerMinute: 59 }), asked({ maxParallelRequests: 19 })],
    compliant: asked({ requestsPerMinute: 60, tokensPerMinute: 120_000, maxParallelRequests: 20 }),
    notApplicable: asked(undefined),
  },
  'route-rates-admit-plan': {
    violated: [rated({ tokensPerMinute: 119_999 })],
    compliant: rated({ requestsPerMinute: 60 }),
    notApplicable: router(),
  },
  'health-asked-often': {
    violated: [router({ healthIntervalSeconds: 30 })],
    compliant: router({ healthIntervalSeconds: 15 }),
    notApplicable: router(),
  },
  'traced-once': {
    violated: [router({ traces: ['http://a:4318', 'http://b:4318'] })],
    compliant: router({ traces: ['http://a:4318'] }),
    notApplicable: router(),
  },
  'client-key-used': { violated: [keyed('research-agent')], compliant: keyed('research-agents'), notApplicable: router() },
  'budgets-have-database': {
    violated: [budgeted({ budget: DAILY })],
    compliant: budgeted({ budget: DAILY }, { database: DATABASE }),
    notApplicable: keyed('research-agents'),
  },
  'database-of-one-router': {
    violated: [besideOthers([{ name: 'other', path: 'stack/other', isRouter: true }])],
    compliant: besideOthers([]),
    notApplicable: router(),
  },
  'database-without-clients': {
    violated: [besideOthers([{ name: 'crew-agents', path: 'stack/crew', isRouter: false }])],
    compliant: besideOthers([{ name: 'other', path: 'stack/other', isRouter: true }]),
    notApplicable: router(),
  },
  'team-known': {
    violated: [budgeted({ team: 'research' })],
    compliant: budgeted({ team: 'research' }, { teams: { research: {} } }),
    notApplicable: budgeted({ budget: DAILY }),
  },
  'budget-has-price': {
    violated: [free(budgeted({ budget: DAILY }))],
    compliant: budgeted({ budget: DAILY }),
    notApplicable: free(budgeted({ team: 'research' }, { teams: { research: {} } })),
  },
  'client-models-served': {
    violated: [keyed('research-agents', ['planer'])],
    compliant: keyed('research-agents', ['planner']),
    notApplicable: keyed('research-agents'),
  },
  'outside-aliases-served': {
    violated: [outside('planer')],
    compliant: outside('planner'),
    notApplicable: router(),
  },
  'route-in-cluster': {
    violated: [router({ routes: [route('planner', pool('us', { cluster: { key: 'us', name: 'us' } }))] })],
    compliant: router({ routes: [route('planner', pool('a', { cluster: { key: 'eu', name: 'the same' } }))] }),
    notApplicable: router({ routes: [route('planner', pool('us', { cluster: { key: 'us', name: 'us' } }), 'stack/fleet')] }),
  },
  'route-shares-kept': {
    violated: [router({ routes: [{ ...route('planner', pool('a')), share: 0.9 }, route('planner', pool('b'))] })],
    compliant: router({
      routes: [
        { ...route('planner', pool('a')), share: 0.9 },
        { ...route('planner', pool('b')), share: 0.1 },
      ],
    }),
    notApplicable: router(),
  },
  'route-adapter-served': {
    violated: [router({ routes: [{ ...route('support', pool('a')), adapter: 'support' }] })],
    compliant: router({ routes: [{ ...route('support', pool('a', { adapters: ['support'] })), adapter: 'support' }] }),
    notApplicable: router(),
  },
  'fallback-served': { violated: [failing({ planner: ['codr'] })], compliant: failing({ planner: ['coder'] }), notApplicable: router() },
  'fallback-to-other': {
    violated: [failing({ planner: ['planner'] })],
    compliant: failing({ planner: ['coder'] }),
    notApplicable: router(),
  },
  'fallback-to-other-pools': {
    violated: [failing({ planner: ['coder'] }, [route('planner', pool('a')), route('coder', pool('a'))])],
    compliant: failing({ planner: ['coder'] }),
    notApplicable: failing({ planner: ['planner'] }),
  },
  'fallback-admits-more': {
    violated: [tooLong({ planner: ['coder'] })],
    compliant: tooLong({ planner: ['long'] }),
    notApplicable: failing({ planner: ['coder'] }),
  },
  'fallback-admits-plan': {
    violated: [takingOver('coder', 8_193)],
    compliant: takingOver('coder', 8_192),
    notApplicable: takingOver('coder', undefined),
  },
  'sessions-find-their-cache': {
    violated: [sticky(false)],
    compliant: router({ routes: [...sticky(ON).routes, ...behindProxy(ON).routes] }),
    notApplicable: router({ spec: { ...router().spec, sessionAffinity: false } }),
  },
  'external-alias-free': {
    violated: [router({ externals: [external('planner')] })],
    compliant: router({ externals: [external('big')] }),
    notApplicable: router(),
  },
  'identity-for-models': {
    violated: [router({ externals: [{ ...external('big'), byIdentity: true }] })],
    compliant: router({
      externals: [{ ...external('big'), byIdentity: true }],
      spec: { ...router().spec, identity: WorkloadIdentity.aws({ roleArn: 'arn:aws:iam::123456789012:role/router' }) },
    }),
    notApplicable: router({ externals: [external('big')] }),
  },
  'settings-known': {
    violated: [configured({ router_settings: { num_retrys: 3 }, general_settings: { num_retries: 3 }, setings: {} })],
    compliant: configured({ litellm_settings: { modify_params: true } }),
    notApplicable: router(),
  },
  'settings-planned': {
    violated: [configured({ router_settings: { num_retries: 3 }, model_list: [] })],
    compliant: configured({ litellm_settings: { modify_params: true } }),
    notApplicable: router(),
  },
  'tools-beside-router': {
    violated: [configured({ mcp_servers: {}, general_settings: { mcp_internal_ip_ranges: [] } })],
    compliant: configured({ litellm_settings: { modify_params: true } }),
    notApplicable: router(),
  },
  'fallback-keeps-headers': { violated: [crossing(true)], compliant: crossing(false), notApplicable: failing({ planner: ['coder'] }) },
  'overflow-happens': {
    violated: [flowing({ parallel: null, parallelOrigin: 'router' })],
    compliant: flowing({ parallel: 16 }),
    notApplicable: failing({ planner: ['coder'] }),
  },
  'timeout-outlasts-engine': {
    violated: [limits({ timeoutSeconds: 5, timeoutOrigin: 'given' }), limits({ timeoutSeconds: 15, timeoutOrigin: 'given' })],
    compliant: limits({ timeoutSeconds: 20, timeoutOrigin: 'given' }),
    notApplicable: limits({ longest: null }),
  },
  'admits-what-pools-hold': {
    violated: [limits({ parallel: 65, parallelOrigin: 'given' }), limits({ parallel: 65, parallelOrigin: 'given', planned: 0 })],
    compliant: limits({ parallel: 32, parallelOrigin: 'given' }, 2),
    notApplicable: limits({ parallel: null, parallelOrigin: 'router' }),
  },
  'admits-what-fleets-plan': {
    violated: [limits({ parallel: 19, parallelOrigin: 'given' })],
    compliant: limits({ parallel: 10, parallelOrigin: 'given' }, 2),
    notApplicable: limits({ parallel: 1 }),
  },
  'instances-carry-plan': {
    violated: [busy(0.61)],
    compliant: busy(1.2, { replicas: 2 }),
    notApplicable: router(),
  },
  'limits-fallbacks-costs': {
    violated: [complete({ limits: { ...LIMITS, parallel: null } })],
    compliant: complete(),
    notApplicable: router({ routes: [] }),
  },
  'runaways-stopped': {
    violated: [router({ spec: { ...router().spec, circuitBreaker: false } })],
    compliant: router(),
    notApplicable: router({ routes: [] }),
  },
  'worst-case-bounded': {
    violated: [router({ spec: { ...router().spec, retries: 9 } })],
    compliant: router({ fallbacks: { failure: { planner: ['coder'] }, 'context-window': { coder: ['long'] }, 'content-policy': {} } }),
    notApplicable: router({ routes: [] }),
  },
  'refusals-by-providers': {
    violated: [router({ fallbacks: { failure: {}, 'context-window': {}, 'content-policy': { planner: ['coder'] } } })],
    compliant: router({
      externals: [external('big')],
      // AF-RTE-008 tells of an alias that nobody answers.
      fallbacks: { failure: {}, 'context-window': {}, 'content-policy': { big: ['planner'], nobody: ['planner'] } },
    }),
    notApplicable: router(),
  },
  'replicas-share-store': { violated: [replicated()], compliant: replicated({}), notApplicable: router() },
});

describe('how many instances a router needs', () => {
  const needed = (subject: RouterView) =>
    evaluateRules(ROUTER_RULES, subject, {})
      .filter(({ code }) => code === 'AF-RTE-063')
      .map(({ message }) => message);
  test('less of a processor is less of an instance, and more than one is of no use', () => {
    expect(needed(busy(0.4, { resources: { cpu: '500m' } }))).toEqual([expect.stringContaining('busy for 80 % of the time')]);
    expect(needed(busy(0.7, { resources: { cpu: '4' } }))).toEqual([expect.stringContaining('busy for 70 % of the time')]);
  });
  test('requests for external models count, too', () => {
    const load = { sessions: 50, requestsPerMinute: 1_800, tokensPerMinute: 1_800_000 };
    expect(needed(router({ externals: [{ ...external('big'), load }] }))).toEqual([expect.stringContaining('busy for 71 % of the time')]);
  });
});

/** Without hints. */
const problemsOf = (subject: RouterView) => evaluateRules(ROUTER_RULES, subject, {}).filter(({ severity }) => severity !== 'info');

describe('fallbacks to external models', () => {
  const codes = (subject: RouterView) => problemsOf(subject).map(({ code }) => code);

  test('are served by their alias', () => expect(codes(crossing(false))).toEqual([]));
  test('take long requests when they admit more', () => expect(codes(crossing(false, 'context-window'))).toEqual([]));
  test('do not when they admit no more', () =>
    expect(codes({ ...crossing(false, 'context-window'), externals: [external('big', 8_192)] })).toEqual(['AF-RTE-010']));
  test('a long request takes the headers along, too', () => expect(codes(crossing(true, 'context-window'))).toEqual(['AF-RTE-016']));
  test('an external model may fall back to a pool, which gets no headers that it is not told anyway', () =>
    expect(codes({ ...crossing(true), fallbacks: { failure: { big: ['planner'] }, 'context-window': {}, 'content-policy': {} } })).toEqual(
      [],
    ));
});

describe('AF-RTE-004: limits, fallbacks and costs', () => {
  const found = (subject: RouterView) =>
    evaluateRules(ROUTER_RULES, subject, {}).flatMap(({ code, prop, message }) => (code === 'AF-RTE-004' ? [[prop, message]] : []));

  /** A router that refuses requests for pools that sleep, and counts spend. */
  const strict = (routes: readonly RouteView[]) =>
    router({ routes, spec: { ...router().spec, sleepingPools: 'refuse', database: {} as RouterView['spec']['database'] } });

  test('each lack is named once, with all aliases that have it', () =>
    expect(found(strict(ROUTES.map((one) => ({ ...one, pool: { ...one.pool, wakeSeconds: 300 }, isPriced: false }))))).toEqual([
      ['fallbacks', 'requests of planner, coder, long are refused while the pool sleeps, and no other model answers them'],
      ['costPerMillionTokens', 'the router counts no spend of planner, coder, long'],
    ]));
  test('a pool that is always there, or whose requests are held, needs nobody who takes over', () => {
    expect(found(strict(ROUTES))).toEqual([]);
    expect(found(router({ routes: ROUTES.map((one) => ({ ...one, pool: { ...one.pool, wakeSeconds: 300 } })) }))).toEqual([]);
  });
  test('where no spend is counted, no price is missing', () =>
    expect(found(router({ routes: ROUTES.map((one) => ({ ...one, isPriced: false })) }))).toEqual([]));
  test('a limit of the key of every client is one', () => {
    const open = { limits: { ...LIMITS, parallel: null } };
    expect(found(complete(open))).toEqual([['maxParallelRequests', 'nothing limits requests of planner']]);
    expect(found({ ...complete(open), admissions: keyAdmits(20) })).toEqual([]);
    expect(found({ ...complete(open), admissions: keyAdmits(null) })).toHaveLength(1);
  });
  test('further names of a pool are not asked for', () =>
    expect(found(router({ routes: [{ ...route('gpt-4', pool('a'), 'stack/a'), isPriced: false }] }))).toEqual([]));
});

describe('AF-RTE-005: runaways', () => {
  const props = (subject: RouterView) =>
    evaluateRules(ROUTER_RULES, subject, {}).flatMap(({ code, prop, severity }) => (code === 'AF-RTE-005' ? [[prop, severity]] : []));

  test('no circuit breaker is a warning', () =>
    expect(
      evaluateRules(ROUTER_RULES, router({ spec: { ...router().spec, circuitBreaker: false } }), { environment: 'production' })
        .filter(({ code }) => code === 'AF-RTE-005')
        .map(({ prop, severity }) => [prop, severity]),
    ).toEqual([['circuitBreaker', 'warning']]));
  test('an alias that neither route nor key bounds', () => {
    const open = limits({ parallel: null, parallelOrigin: 'router' });
    expect(props(open).map(([prop]) => prop)).toEqual(['routes.planner.maxParallelRequests']);
    expect(props({ ...open, admissions: keyAdmits(20) })).toEqual([]);
  });
});

describe('AF-RTE-072: what takes over admits the planned context', () => {
  const found = (view: RouterView) =>
    evaluateRules(ROUTER_RULES, view).flatMap(({ code, prop, message }) => (code === 'AF-RTE-072' ? [`${prop}: ${message}`] : []));

  test('of a pool that is full, too', () =>
    expect(found(takingOver('coder', 10_000, { spec: { ...router().spec, overflow: { planner: ['coder'] } } }))).toEqual([
      'overflow.planner: sessions of "planner" are planned with 10000 tokens; "coder" admits 8192, and the router refuses the rest',
    ]));
  test('where an external model takes over', () => {
    expect(found(takingOver('big', 10_000, { externals: [external('big', 8_000)] }))).toHaveLength(1);
    expect(found(takingOver('big', 10_000, { externals: [external('big', 10_000)] }))).toEqual([]);
  });
  test('of a group by the longest window, since the router chooses a pool that admits the prompt', () => {
    const view = takingOver('coder', 10_000);
    expect(found({ ...view, routes: [...view.routes, route('coder', pool('c', { maxContextTokens: 16_384 }))] })).toEqual([]);
  });
  test('and says nothing where a window is not known, or where requests are too long anyway', () => {
    expect(found(takingOver('coder', 10_000, { routes: [] }))).toEqual([]);
    const view = takingOver('coder', 10_000);
    expect(found({ ...view, fallbacks: { ...view.fallbacks, failure: {}, 'context-window': { planner: ['coder'] } } })).toEqual([]);
  });
});

describe('overflow', () => {
  const found = (subject: RouterView) => problemsOf(subject).map(({ code, prop }) => [code, prop]);
  const taking = (overflow: Record<string, string[]>) =>
    router({ spec: { ...router().spec, overflow }, fallbacks: { failure: overflow, 'context-window': {}, 'content-policy': {} } });

  test('happens by requests of a minute, too', () =>
    expect(found(flowing({ parallel: null, parallelOrigin: 'router' }, undefined, true))).toEqual([]));
  test('into nothing is named as it was written', () =>
    expect(found(taking({ planner: ['codr'] }))).toEqual([['AF-RTE-008', 'overflow.planner']]));
  test('of an alias that nobody serves', () => expect(found(taking({ planer: ['coder'] }))).toEqual([['AF-RTE-008', 'overflow.planer']]));
  test('into itself', () => expect(found(taking({ planner: ['planner'] }))).toEqual([['AF-RTE-012', 'overflow.planner']]));
  test('into an external model takes headers along', () =>
    expect(found({ ...crossing(true), spec: { ...router().spec, overflow: { planner: ['big'] } } })).toEqual([
      ['AF-RTE-016', 'overflow.planner'],
    ]));
});

describe('what the router allows', () => {
  const codes = (subject: RouterView) => problemsOf(subject).flatMap(({ code }) => (code === 'AF-RTE-009' ? [] : [code]));

  test('limits that are right for one instance are too high for two', () => {
    expect(codes(limits({ parallel: 33, parallelOrigin: 'given' }))).toEqual([]);
    expect(codes({ ...limits({ parallel: 33, parallelOrigin: 'given' }, 2) })).toEqual(['AF-RTE-021']);
  });
  test('more instances than the pool holds requests admit too many, whoever set the limit', () =>
    expect(codes(limits({ parallel: 1 }, 65))).toEqual(['AF-RTE-021']));
  test('aliases that share a pool are counted together', () => {
    const shared = pool('a');
    const both = ['planner', 'coder'].map((alias) => ({ ...route(alias, shared), limits: { ...LIMITS, parallel: 33 } }));
    expect(codes(router({ routes: both }))).toEqual(['AF-RTE-021']);
    expect(codes(router({ routes: both.map((one) => ({ ...one, limits: { ...LIMITS, parallel: 32 } })) }))).toEqual([]);
  });
  test('a pool of which nothing is known is not judged', () =>
    expect(
      codes(router({ routes: [{ ...limited({ parallel: 900, parallelOrigin: 'given' }), pool: pool('a', { holds: null }) }] })),
    ).toEqual([]));
  test('two instances that admit nine each are too few for twenty sessions', () =>
    expect(codes(limits({ parallel: 9, parallelOrigin: 'given' }, 2))).toEqual(['AF-RTE-022']));
  test('the timeout of the router itself is named where the route has none', () => {
    const late = limits({ longest: { firstTokenSeconds: 9, seconds: 900, earliestSeconds: 700, isDeclared: true }, timeoutSeconds: 600 });
    const [found] = evaluateRules(ROUTER_RULES, late, {});
    expect(found).toMatchObject({ code: 'AF-RTE-020', severity: 'error', prop: 'requestTimeoutSeconds', value: 600 });
  });
  test('an answer of unknown length is no reason to refuse a timeout', () =>
    expect(codes(limits({ longest: { firstTokenSeconds: 9, seconds: 900, earliestSeconds: 700, isDeclared: false } }))).toEqual([]));
  test('retries of every fallback count: four at each of three aliases', () => {
    const chained = { failure: { planner: ['coder'], coder: ['long'] }, 'context-window': {}, 'content-policy': {} };
    expect(codes(router({ fallbacks: chained }))).toEqual([]);
    expect(codes(router({ spec: { ...router().spec, retries: 3 }, fallbacks: chained }))).toEqual(['AF-RTE-023']);
  });
  test('three attempts of 1,300 s keep an agent waiting for more than an hour', () => {
    expect(codes(limits({ timeoutSeconds: 1_300 }))).toEqual(['AF-RTE-023']);
    expect(codes(limits({ timeoutSeconds: 1_100 }))).toEqual([]);
  });
});

test.each([
  ['a team of a key without a database', budgeted({ team: 'research' }, { teams: { research: {} } }), 'AF-RTE-049'],
  ['teams without a database', spec({ teams: { research: {} } }), 'AF-RTE-049'],
  ['a team that is a word of JavaScript', budgeted({ team: 'constructor' }, { teams: { research: {} }, database: DATABASE }), 'AF-RTE-050'],
  [
    'a budget of the team alone, for tokens without a price',
    free(budgeted({ team: 'research' }, { teams: { research: { budget: DAILY } }, database: DATABASE })),
    'AF-RTE-051',
  ],
])('%s', (_what, view, code) => {
  expect(evaluateRules(ROUTER_RULES, view).map((finding) => finding.code)).toContain(code);
});
