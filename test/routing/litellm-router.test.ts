import { Gpu } from '../../lib/catalog/gpu';
import { SecretRef } from '../../lib/core/secret-ref';
import { Cluster } from '../../lib/platform/cluster';
import { LiteLLMRouter } from '../../lib/routing/litellm/router';
import type { LiteLLMRouterProps } from '../../lib/routing/litellm/router-props';
import type { RouteProps } from '../../lib/routing/routes';
import { SessionStore } from '../../lib/stores/session-store';
import {
  client,
  edgesOf,
  expectRestricted,
  findings,
  manifest,
  OFF_GPU_NODES,
  pool,
  refusal,
  research,
  type Setting,
  type WithPod,
} from '../setup/research-stack';

const routerOf = (setting: Setting, props: Partial<LiteLLMRouterProps> = {}) =>
  new LiteLLMRouter(setting.stack, 'router', { cluster: setting.cluster, ...props });

const rendered = (props: Partial<LiteLLMRouterProps> = {}) =>
  research((setting) => routerOf(setting, props).addRoute({ alias: 'coder', pool: pool(setting, 'workers') }));

const podOf = (template: ReturnType<typeof rendered>) => manifest<WithPod>(template, 'Deployment', 'router').spec.template.spec;

function envOf(template: ReturnType<typeof rendered>): Record<string, unknown> {
  const env = podOf(template).containers[0]?.env ?? [];
  return Object.fromEntries(env.map(({ name, value, valueFrom }) => [name, value ?? valueFrom]));
}

describe('the pods', () => {
  test('are two, never fewer while a new one starts, and drained one at a time', () => {
    const template = rendered();
    expect(manifest<WithPod>(template, 'Deployment', 'router').spec).toMatchObject({
      replicas: 2,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    });
    expect(manifest(template, 'PodDisruptionBudget', 'router')['spec']).toMatchObject({ maxUnavailable: 1 });
    expect(
      rendered({ replicas: 1 })
        .manifests()
        .filter(({ kind }) => kind === 'PodDisruptionBudget'),
    ).toEqual([]);
  });

  test('run restricted, away from GPUs, with everything they write in three folders', () => {
    const pod = podOf(rendered());
    expectRestricted(pod);
    expect(pod.affinity).toEqual(OFF_GPU_NODES);
    expect(pod.containers[0]?.volumeMounts).toEqual([
      expect.objectContaining({ mountPath: '/etc/litellm', readOnly: true }),
      expect.objectContaining({ mountPath: '/var/litellm' }),
      expect.objectContaining({ mountPath: '/tmp' }),
    ]);
    for (const volume of pod.volumes.filter((candidate) => 'emptyDir' in candidate)) {
      expect(volume).toMatchObject({ emptyDir: { sizeLimit: expect.stringMatching(/Mi$/) } });
    }
    const folders = Object.entries(envOf(rendered())).filter(([, value]) => String(value).startsWith('/'));
    expect(folders.map(([name]) => name).sort()).toEqual([
      'HOME',
      'LITELLM_ASSETS_PATH',
      'LITELLM_MIGRATION_DIR',
      'LITELLM_UI_PATH',
      'XDG_CACHE_HOME',
    ]);
    for (const [, folder] of folders) expect(folder).toMatch(/^\/var\/litellm/);
  });

  test('have what one worker needs, as requests and as limits', () => {
    const size = { cpu: '1', memory: '4Gi', 'ephemeral-storage': '1Gi' };
    expect(podOf(rendered()).containers[0]?.resources).toEqual({ requests: size, limits: size });
    expect(podOf(rendered({ resources: { cpu: '2' } })).containers[0]?.resources.limits).toMatchObject({ cpu: '2', memory: '4Gi' });
  });

  test('are asked for their own health, never for that of every model', () => {
    const container = podOf(rendered()).containers[0];
    expect(container?.['livenessProbe']).toMatchObject({ httpGet: { path: '/health/liveliness', port: 'http' }, periodSeconds: 15 });
    expect(container?.['readinessProbe']).toMatchObject({ httpGet: { path: '/health/readiness', port: 'http' }, periodSeconds: 10 });
    expect(container?.['startupProbe']).toMatchObject({ httpGet: { path: '/health/liveliness' }, failureThreshold: 60 });
  });

  test('end after their longest request', () => {
    const pod = podOf(rendered({ requestTimeoutSeconds: 900 }));
    expect(pod.containers[0]?.['lifecycle']).toEqual({ preStop: { exec: { command: ['sleep', '5'] } } });
    expect(envOf(rendered({ requestTimeoutSeconds: 900 }))['GRACEFUL_SHUTDOWN_TIMEOUT']).toBe('900');
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(900 + 5 + 10);
  });

  test('fetch nothing from the outside', () => {
    expect(envOf(rendered())).toMatchObject({ LITELLM_LOCAL_MODEL_COST_MAP: 'True', LITELLM_OFFLINE_MODE: 'true' });
    expect(edgesOf(rendered(), 'router').filter((edge) => edge.includes('internet'))).toEqual([]);
  });

  test('start anew when a route changes, and only then', () => {
    const hash = (route: Partial<RouteProps>) => {
      const template = research((setting) => routerOf(setting).addRoute({ alias: 'coder', pool: pool(setting, 'workers'), ...route }));
      return manifest<WithPod>(template, 'Deployment', 'router').spec.template.metadata.annotations?.['agent-fleet/config-hash'];
    };
    expect(hash({})).toMatch(/^[0-9a-f]{8}$/);
    expect(hash({})).toBe(hash({}));
    expect(hash({ requestsPerMinute: 5 })).not.toBe(hash({}));
  });

  test('can be scraped where the metrics are, without a redirect', () => {
    research((setting) => {
      const router = routerOf(setting);
      expect(router).toMatchObject({ metricsPortName: 'http', metricsPath: '/metrics/', port: 4000 });
    });
    expect(podOf(rendered()).containers[0]?.['ports']).toEqual([expect.objectContaining({ name: 'http', containerPort: 4000 })]);
  });
});

describe('the key', () => {
  test('is generated inside the cluster and begins as LiteLLM wants it', () => {
    const template = rendered();
    expect(manifest(template, 'ExternalSecret', 'router-master-key')['spec']).toMatchObject({
      target: { template: { data: { password: 'sk-{{ index . "password" }}' } } },
    });
    expect(envOf(template)['LITELLM_MASTER_KEY']).toEqual({
      secretKeyRef: expect.objectContaining({ name: 'router-master-key', key: 'password' }),
    });
  });

  test('that exists is referenced and not created', () => {
    const template = rendered({ masterKey: SecretRef.existing('litellm', 'key') });
    expect(template.manifests().filter(({ kind }) => kind === 'ExternalSecret')).toEqual([]);
    expect(envOf(template)['LITELLM_MASTER_KEY']).toEqual({ secretKeyRef: expect.objectContaining({ name: 'litellm', key: 'key' }) });
  });

  test('and no other secret stands anywhere in the Terraform', () => {
    const template = research((setting) => {
      const sessionStore = new SessionStore(setting.stack, 'sessions', { cluster: setting.cluster });
      routerOf(setting, { sessionStore }).addRoute({ alias: 'coder', pool: pool(setting, 'workers') });
    });
    expect(JSON.stringify(template.json)).not.toMatch(/sk-[A-Za-z0-9]/);
    expect(template.resources('kubernetes_secret_v1')).toEqual([]);
    expect(envOf(template)['REDIS_PASSWORD']).toEqual({ secretKeyRef: expect.objectContaining({ name: 'sessions-client-router' }) });
  });
});

describe('the network', () => {
  test('opens to the routed pools, the store and Prometheus, and to nothing else', () => {
    const template = research((setting) => {
      const sessionStore = new SessionStore(setting.stack, 'sessions', { cluster: setting.cluster });
      const router = routerOf(setting, { sessionStore });
      router.addRoute({ alias: 'coder', pool: pool(setting, 'workers') });
      pool(setting, 'unrouted');
      router.admit(client(setting));
    });
    expect(edgesOf(template, 'router')).toEqual([
      'router-from-monitoring-4000',
      'router-from-research-agents',
      'router-to-research-sessions',
      'router-to-research-workers',
    ]);
    expect(edgesOf(template, 'workers')).toContain('workers-from-research-router');
    expect(edgesOf(template, 'unrouted').filter((edge) => edge.includes('router'))).toEqual([]);
    expect(edgesOf(template, 'agents')).toEqual(['agents-to-research-router']);
  });
});

test('clients get address and key under the names that OpenAI clients read', () => {
  research((setting) => {
    const router = routerOf(setting);
    expect(router.url).toBe('http://router.research.svc.cluster.local:4000/v1');
    expect(router.clientEnv(client(setting))).toEqual({
      OPENAI_BASE_URL: router.url,
      OPENAI_API_BASE: router.url,
      OPENAI_API_KEY: SecretRef.generated('router-key-agents'),
      AGENT_FLEET_SESSION_HEADER: 'x-session-id',
    });
  });
});

describe('aliases', () => {
  const twoOwners = (setting: Setting, group: boolean) => {
    const router = routerOf(setting);
    router.addRoute({ alias: 'coder', pool: pool(setting, 'a'), owner: 'research/first', group });
    router.addRoute({ alias: 'coder', pool: pool(setting, 'b'), owner: 'research/second', group });
  };

  test('that two fleets lead to different pools are refused, with both fleets named', () => {
    expect(refusal((setting) => twoOwners(setting, false)).problems).toEqual([
      expect.objectContaining({
        code: 'AF-RTE-014',
        path: 'research/router',
        prop: 'routes.coder',
        value: 'coder',
        details: [
          { label: 'research/a', text: 'asked for by research/first' },
          { label: 'research/b', text: 'asked for by research/second' },
        ],
      }),
    ]);
  });

  test('that are a group by choice are accepted', () => {
    expect(() => research((setting) => twoOwners(setting, true))).not.toThrow();
  });

  test('that two fleets lead to the same pool are one route', () => {
    research((setting) => {
      const router = routerOf(setting);
      const shared = pool(setting, 'workers');
      router.addRoute({ alias: 'coder', pool: shared, owner: 'research/first' });
      router.addRoute({ alias: 'coder', pool: shared, owner: 'research/second' });
      expect(router.routes).toHaveLength(1);
    });
  });

  test.each(['', '*', 'a b', 'openai/gpt', '${x}'])('%j is no alias', (alias) => {
    const error = refusal((setting) => routerOf(setting).addRoute({ alias, pool: pool(setting, 'workers') }));
    expect(error.problems).toEqual([expect.objectContaining({ prop: 'alias', path: 'research/router' })]);
  });

  test('lead to pools of the same cluster', () => {
    const elsewhere = Cluster.fromKubeconfig({ context: 'prod-us' });
    const error = refusal((setting) =>
      routerOf(setting).addRoute({ alias: 'coder', pool: pool(setting, 'workers', { cluster: elsewhere, namespace: 'us' }) }),
    );
    expect(error.problems).toEqual([expect.objectContaining({ code: 'AF-RTE-011', prop: 'routes.coder', path: 'research/router' })]);
  });
});

describe('fallbacks', () => {
  const withFallbacks = (props: Partial<LiteLLMRouterProps>) => (setting: Setting) => {
    const router = routerOf(setting, { replicas: 1, ...props });
    router.addRoute({ alias: 'coder', pool: pool(setting, 'workers') });
    router.addRoute({ alias: 'planner', pool: pool(setting, 'planner', { gpu: Gpu.H100_PCIE, maxContextTokens: 16_384 }) });
  };

  test.each([
    ['fallbacks', { fallbacks: { coder: ['planer'] } }, 'planer', 'did you mean planner?'],
    ['contextWindowFallbacks', { contextWindowFallbacks: { coder: ['nobody'] } }, 'nobody', "router.addRoute({ alias: 'nobody', pool })"],
  ])('in %s to an alias that nothing serves', (prop, props, value, repair) => {
    expect(refusal(withFallbacks(props)).problems).toEqual([
      expect.objectContaining({ code: 'AF-RTE-008', prop: `${prop}.coder`, value, allowed: 'coder, planner', repairs: [repair] }),
    ]);
  });

  test('for an alias that nothing serves', () => {
    expect(refusal(withFallbacks({ fallbacks: { nobody: ['coder'] } })).problems).toEqual([
      expect.objectContaining({ code: 'AF-RTE-008', prop: 'fallbacks.nobody', value: 'nobody' }),
    ]);
  });

  test('back to the alias that failed', () => {
    expect(refusal(withFallbacks({ fallbacks: { coder: ['coder', 'planner'] } })).problems).toEqual([
      expect.objectContaining({ code: 'AF-RTE-012', prop: 'fallbacks.coder', value: 'coder' }),
    ]);
  });

  test('for long requests to a pool that admits no longer ones', () => {
    expect(refusal(withFallbacks({ contextWindowFallbacks: { planner: ['coder'] } })).problems).toEqual([
      expect.objectContaining({ code: 'AF-RTE-010', prop: 'contextWindowFallbacks.planner', value: 'coder' }),
    ]);
    expect(() => research(withFallbacks({ contextWindowFallbacks: { coder: ['planner'] } }))).not.toThrow();
  });

  test('without a target', () => {
    expect(refusal(withFallbacks({ fallbacks: { coder: [] } })).problems).toEqual([
      expect.objectContaining({ code: 'AF-SPEC-001', prop: 'fallbacks.coder' }),
    ]);
  });
});

describe('replicas without a shared store', () => {
  const codes = (props: (setting: Setting) => Partial<LiteLLMRouterProps>) =>
    findings((setting) => routerOf(setting, props(setting)).addRoute({ alias: 'coder', pool: pool(setting, 'workers') }))
      .filter(({ path, severity }) => path === 'research/router' && severity !== 'info')
      .map(({ code, severity }) => `${code} ${severity}`);

  test('are warned of', () => {
    expect(codes(() => ({}))).toEqual(['AF-RTE-009 warning']);
  });

  test('are no concern when there is one, or when they share', () => {
    expect(codes(() => ({ replicas: 1 }))).toEqual([]);
    expect(codes(({ stack, cluster }) => ({ sessionStore: new SessionStore(stack, 'sessions', { cluster }) }))).toEqual([]);
  });
});

describe('refusals', () => {
  test('a client in another namespace cannot read the generated key', () => {
    const error = refusal((setting) => routerOf(setting, { replicas: 1 }).admit(client(setting, 'agents', 'elsewhere')));
    expect(error.problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-010', path: 'research/router', value: 'elsewhere' })]);
  });

  test('a name that Kubernetes refuses', () => {
    const error = refusal(({ stack, cluster }) => void new LiteLLMRouter(stack, 'My_Router', { cluster }));
    expect(error.problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-006', value: 'My_Router' })]);
  });

  test.each([
    ['replicas', { replicas: 0 }],
    ['masterKey', { masterKey: 'sk-12345' }],
    ['sessionStore', { sessionStore: 'redis:6379' }],
    ['requestTimeoutSeconds', { requestTimeoutSeconds: 0 }],
    ['strategy', { strategy: 'usage-based-routing' }],
    ['fallbacks.coder', { fallbacks: { coder: 'planner' } }],
  ])('a malformed %s', (prop, props) => {
    const error = refusal((setting) => void routerOf(setting, props as unknown as Partial<LiteLLMRouterProps>));
    expect(error.problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-001', prop, path: 'research/router' })]);
  });

  test.each([
    ['pool', { pool: 'workers' }],
    ['requestsPerMinute', { requestsPerMinute: 0 }],
    ['costPerMillionTokens.input', { costPerMillionTokens: { input: -1, output: 1 } }],
  ])('a route with a malformed %s', (prop, change) => {
    const route = (setting: Setting) => ({ alias: 'coder', pool: pool(setting, 'workers'), ...change }) as unknown as RouteProps;
    const error = refusal((setting) => routerOf(setting).addRoute(route(setting)));
    expect(error.problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-001', prop, path: 'research/router' })]);
  });
});

describe('its view', () => {
  test('is made once for all who ask, until something is added', () => {
    research((setting) => {
      const router = routerOf(setting);
      router.addRoute({ alias: 'coder', pool: pool(setting, 'workers') });
      const view = router.view();
      expect(router.view()).toBe(view);
      expect(router.passOf('planner')).toBeUndefined();
      router.addRoute({ alias: 'planner', pool: pool(setting, 'planners') });
      expect(router.view().routes.map(({ alias }) => alias)).toEqual(['coder', 'planner']);
      expect(router.passOf('planner')).toBeDefined();
    });
  });
});
