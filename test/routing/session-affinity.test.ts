/** Sessions stay on their replica; the real Envoy and LiteLLM are asked the same by `npm run e2e -- --only sessions`. */
import { parse } from 'yaml';
import { Model } from '../../lib/catalog/model';
import { Scaling } from '../../lib/elasticity/scaling';
import { LiteLLMRouter } from '../../lib/routing/litellm/router';
import type { LiteLLMRouterProps } from '../../lib/routing/litellm/router-props';
import type { RouteProps } from '../../lib/routing/routes';
import type { FleetTemplate, KubernetesObject } from '../../lib/testing';
import { manifest, pool, research, type Setting } from '../setup/research-stack';

type Route = Omit<RouteProps, 'pool'> & { readonly pool: (setting: Setting) => RouteProps['pool'] };

const replicated = (setting: Setting) => pool(setting, 'workers', { replicas: 3 });
const route = (more: Partial<Route> = {}): Route => ({ alias: 'coder', pool: replicated, ...more });

function routerWith(routes: readonly Route[], props: Partial<LiteLLMRouterProps> = {}): FleetTemplate {
  return research((setting) => {
    const router = new LiteLLMRouter(setting.stack, 'router', { cluster: setting.cluster, replicas: 1, ...props });
    for (const { pool: make, ...asked } of routes) router.addRoute({ ...asked, pool: make(setting) });
  });
}

const configOf = (template: FleetTemplate, name: string, file: string) =>
  parse(manifest<{ data: Record<string, string> }>(template, 'ConfigMap', name).data[file] ?? '', { version: '1.1' });
const addressOf = (template: FleetTemplate): string => configOf(template, 'router', 'config.yaml').model_list[0].litellm_params.api_base;
const proxies = (template: FleetTemplate): KubernetesObject[] =>
  template.manifests().filter(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'router-affinity');

const THROUGH_PROXY = 'http://router-affinity.research.svc.cluster.local:8080/research.workers/v1';
const DIRECT = 'http://workers.research.svc.cluster.local:8000/v1';

describe('a proxy runs in front of a pool', () => {
  test.each<[string, Route]>([
    ['with several replicas', route()],
    [
      'that may grow to several',
      route({ pool: (setting) => pool(setting, 'workers', { scaling: Scaling.queueDepth({ min: 1, max: 2 }) }) }),
    ],
  ])('%s', (_, asked) => {
    const template = routerWith([asked]);
    expect(addressOf(template)).toBe(THROUGH_PROXY);
    expect(proxies(template)).toHaveLength(1);
  });

  test.each<[string, Route, Partial<LiteLLMRouterProps>]>([
    ['of one replica', route({ pool: (setting) => pool(setting, 'workers') }), {}],
    ['that nobody comes back to', route({ multiTurn: false }), {}],
    ['of embeddings', route({ pool: (setting) => pool(setting, 'workers', { model: Model.BGE_M3, replicas: 2 }) }), {}],
    ['where the user wants none', route(), { sessionAffinity: false }],
  ])('not %s', (_, asked, props) => {
    const template = routerWith([asked], props);
    expect(addressOf(template)).toBe(DIRECT);
    expect(proxies(template)).toEqual([]);
  });

  test('one for all pools of a router', () => {
    const template = routerWith([route(), route({ alias: 'writer', pool: (setting) => pool(setting, 'writers', { replicas: 2 }) })]);
    expect(proxies(template)).toHaveLength(1);
    const { clusters } = configOf(template, 'router-affinity', 'envoy.yaml').static_resources;
    expect(clusters.map(({ name }: { name: string }) => name)).toEqual(['research.workers', 'research.writers', 'admin']);
  });
});

describe('the proxy', () => {
  const template = routerWith([route()], { sessionAffinity: { header: 'x-conversation', loadFactor: 1.25, replicas: 3 } });
  const config = configOf(template, 'router-affinity', 'envoy.yaml');
  const [cluster] = config.static_resources.clusters;
  const [listener] = config.static_resources.listeners;
  const [routed] = listener.filter_chains[0].filters[0].typed_config.route_config.virtual_hosts[0].routes;

  test('hashes the header that the user names over every ready replica', () => {
    expect(routed.match).toEqual({ prefix: '/research.workers/' });
    expect(routed.route.hash_policy[0]).toEqual({ header: { header_name: 'x-conversation' }, terminal: true });
    expect(cluster.lb_policy).toBe('MAGLEV');
    expect(cluster.load_assignment.endpoints[0].lb_endpoints[0].endpoint.address.socket_address).toEqual({
      address: 'workers-replicas.research.svc.cluster.local',
      port_value: 8000,
    });
    expect(manifest<{ spec: { clusterIP: string } }>(template, 'Service', 'workers-replicas').spec.clusterIP).toBe('None');
  });

  test('leaves a replica that is overloaded, ill or gone', () => {
    expect(cluster.common_lb_config.consistent_hashing_lb_config).toEqual({ hash_balance_factor: 125 });
    expect(cluster.health_checks[0].http_health_check).toEqual({ path: '/health' });
    // Of two replicas each draw meets the dead one half of the time: one retry in a million may.
    expect(0.5 ** routed.route.retry_policy.host_selection_retry_max_attempts).toBeLessThan(1e-6);
    expect(cluster.ignore_health_on_host_removal).toBe(true);
  });

  test('never cuts an answer: the router bounds it, and a pod that goes lets it end', () => {
    expect(routed.route.timeout).toBe('0s');
    const [{ spec }] = proxies(template) as unknown as [{ spec: { replicas: number; template: { spec: Pod } } }];
    expect(spec.replicas).toBe(3);
    expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(600);
    expect(spec.template.spec.containers[0]?.lifecycle.preStop.exec.command.join(' ')).toContain('downstream_rq_active');
  });

  test('gets the session from the router', () => {
    expect(configOf(template, 'router', 'config.yaml').litellm_settings.model_group_settings).toEqual({
      forward_client_headers_to_llm_api: ['coder'],
    });
  });

  test('is the only one that reaches the replicas', () => {
    const policies = template.manifests().filter(({ kind }) => kind === 'NetworkPolicy');
    const callers = policies.filter(({ metadata }) => metadata.name?.startsWith('workers-from-')).map(({ metadata }) => metadata.name);
    expect(callers).toEqual(expect.arrayContaining(['workers-from-research-router-affinity']));
    expect(callers).not.toContain('workers-from-research-router');
  });
});

interface Pod {
  readonly terminationGracePeriodSeconds: number;
  readonly containers: readonly { readonly lifecycle: { readonly preStop: { readonly exec: { readonly command: readonly string[] } } } }[];
}

test.each<[string, unknown, string]>([
  ['the address of the client', 'ClientIP', 'all sessions of a router pod to one replica'],
  ['a header that LiteLLM keeps to itself', { header: 'session-id' }, 'begins with x-'],
  ['a header of the OpenAI client', { header: 'x-stainless-lang' }, 'begins with x-'],
  ['capital letters', { header: 'X-Session-Id' }, 'lower-case'],
  ['less than the mean for each replica', { loadFactor: 1 }, '1.05'],
  ['no pod', { replicas: 0 }, '1'],
  ['an unknown option', { cookie: 'session' }, 'cookie'],
])('%s is refused', (_, sessionAffinity, reason) => {
  expect(() => routerWith([route()], { sessionAffinity } as never)).toThrow(reason);
  expect(() => routerWith([route()], { sessionAffinity } as never)).toThrow(/AF-SPEC-00[12]/);
});
