import { evaluateRules } from '../../lib/core/evaluate-rules';
import type { RoutedPool, RouterView, RouteView } from '../../lib/routing/litellm/router-view';
import { ROUTER_RULES } from '../../lib/routing/litellm/rules';
import { describeRules } from './cases';

const ON = { header: 'x-session-id', replicas: 2, loadFactor: 1.5 };
const EU = { key: 'eu', name: 'eu' };
const pool = (name: string, change: Partial<RoutedPool> = {}): RoutedPool => ({
  name,
  path: `stack/${name}`,
  cluster: EU,
  maxContextTokens: 8_192,
  ...change,
});
const route = (alias: string, to: RoutedPool, owner = 'stack/router'): RouteView => ({
  alias,
  owner,
  pool: to,
  isSticky: false,
  forwardsHeaders: false,
});
const ROUTES = [route('planner', pool('a')), route('coder', pool('b')), route('long', pool('c', { maxContextTokens: 32_768 }))];

function router(change: Partial<RouterView> = {}): RouterView {
  return {
    name: 'router',
    path: 'stack/router',
    cluster: EU,
    environment: 'production',
    spec: { name: undefined, replicas: 1, sessionStore: undefined, sessionAffinity: ON },
    routes: ROUTES,
    externals: [],
    fallbacks: { failure: {}, 'context-window': {} },
    ...change,
  };
}
const failing = (failure: Record<string, string[]>, routes = ROUTES) => router({ routes, fallbacks: { failure, 'context-window': {} } });
const tooLong = (window: Record<string, string[]>) => router({ fallbacks: { failure: {}, 'context-window': window } });
const replicated = (sessionStore?: object) => router({ spec: { name: undefined, replicas: 2, sessionStore } as never });

const external = (alias: string, maxContextTokens = 200_000) => ({ alias, host: 'api.openai.com', ranges: [], maxContextTokens });
const crossing = (forwardsHeaders: boolean, cause: 'failure' | 'context-window' = 'failure') =>
  router({
    routes: [{ ...route('planner', pool('a')), forwardsHeaders }],
    externals: [external('big')],
    fallbacks: { failure: {}, 'context-window': {}, [cause]: { planner: ['big'] } },
  });

const sticky = (sessionAffinity: RouterView['spec']['sessionAffinity']) =>
  router({ routes: [{ ...route('planner', pool('a')), isSticky: true }], spec: { ...router().spec, sessionAffinity } });

describeRules('rules of a router', ROUTER_RULES, {
  'route-in-cluster': {
    violated: [router({ routes: [route('planner', pool('us', { cluster: { key: 'us', name: 'us' } }))] })],
    compliant: router({ routes: [route('planner', pool('a', { cluster: { key: 'eu', name: 'the same' } }))] }),
    notApplicable: router({ routes: [route('planner', pool('us', { cluster: { key: 'us', name: 'us' } }), 'stack/fleet')] }),
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
  'sessions-find-their-cache': {
    violated: [sticky(false)],
    compliant: sticky(ON),
    notApplicable: router({ spec: { ...router().spec, sessionAffinity: false } }),
  },
  'external-alias-free': {
    violated: [router({ externals: [external('planner')] })],
    compliant: router({ externals: [external('big')] }),
    notApplicable: router(),
  },
  'fallback-keeps-headers': { violated: [crossing(true)], compliant: crossing(false), notApplicable: failing({ planner: ['coder'] }) },
  'replicas-share-store': { violated: [replicated()], compliant: replicated({}), notApplicable: router() },
});

describe('fallbacks to external models', () => {
  const codes = (subject: RouterView) => evaluateRules(ROUTER_RULES, subject, {}).map(({ code }) => code);

  test('are served by their alias', () => expect(codes(crossing(false))).toEqual([]));
  test('take long requests when they admit more', () => expect(codes(crossing(false, 'context-window'))).toEqual([]));
  test('do not when they admit no more', () =>
    expect(codes({ ...crossing(false, 'context-window'), externals: [external('big', 8_192)] })).toEqual(['AF-RTE-010']));
  test('a long request takes the headers along, too', () => expect(codes(crossing(true, 'context-window'))).toEqual(['AF-RTE-016']));
  test('an external model may fall back to a pool, which gets no headers that it is not told anyway', () =>
    expect(codes({ ...crossing(true), fallbacks: { failure: { big: ['planner'] }, 'context-window': {} } })).toEqual([]));
});
