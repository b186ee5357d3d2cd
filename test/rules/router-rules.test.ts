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
const route = (alias: string, to: RoutedPool, owner = 'stack/router'): RouteView => ({ alias, owner, pool: to, isSticky: false });
const ROUTES = [route('planner', pool('a')), route('coder', pool('b')), route('long', pool('c', { maxContextTokens: 32_768 }))];

function router(change: Partial<RouterView> = {}): RouterView {
  return {
    name: 'router',
    path: 'stack/router',
    cluster: EU,
    environment: 'production',
    spec: { name: undefined, replicas: 1, sessionStore: undefined, sessionAffinity: ON },
    routes: ROUTES,
    fallbacks: { failure: {}, 'context-window': {} },
    ...change,
  };
}
const failing = (failure: Record<string, string[]>, routes = ROUTES) => router({ routes, fallbacks: { failure, 'context-window': {} } });
const tooLong = (window: Record<string, string[]>) => router({ fallbacks: { failure: {}, 'context-window': window } });
const replicated = (sessionStore?: object) => router({ spec: { name: undefined, replicas: 2, sessionStore } as never });

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
  'replicas-share-store': { violated: [replicated()], compliant: replicated({}), notApplicable: router() },
});
