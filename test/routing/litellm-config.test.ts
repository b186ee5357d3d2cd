import * as fc from 'fast-check';
import { parse } from 'yaml';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { SecretRef } from '../../lib/core/secret-ref';
import { LiteLLMRouter } from '../../lib/routing/litellm/router';
import type { LiteLLMRouterProps } from '../../lib/routing/litellm/router-props';
import type { RouteProps } from '../../lib/routing/routes';
import { CaBundle } from '../../lib/security/ca-bundle';
import { SessionStore } from '../../lib/stores/session-store';
import { manifest, pool, research, type Setting } from '../setup/research-stack';
import { GENERAL_SETTINGS, LITELLM_PARAMS, LITELLM_SETTINGS, MODEL_INFO, ROUTER_SETTINGS } from './litellm-keys';

interface Config {
  readonly model_list: readonly {
    readonly model_name: string;
    readonly litellm_params: Readonly<Record<string, unknown>>;
    readonly model_info: Readonly<Record<string, unknown>>;
  }[];
  readonly router_settings: Readonly<Record<string, unknown>>;
  readonly litellm_settings: Readonly<Record<string, unknown>>;
  readonly general_settings: Readonly<Record<string, unknown>>;
}

type Routes = (setting: Setting) => readonly RouteProps[];
type Props = Partial<LiteLLMRouterProps>;

const twoRoutes: Routes = (setting) => [
  { alias: 'coder', pool: pool(setting, 'workers') },
  { alias: 'planner', pool: pool(setting, 'planner', { gpu: Gpu.H100_PCIE, maxContextTokens: 16_384 }) },
];

function configText(routes: Routes = twoRoutes, props: (setting: Setting) => Props = () => ({})): string {
  const template = research((setting) => {
    const router = new LiteLLMRouter(setting.stack, 'router', { cluster: setting.cluster, replicas: 1, ...props(setting) });
    for (const route of routes(setting)) router.addRoute(route);
  });
  return manifest<{ data: Record<string, string> }>(template, 'ConfigMap', 'router').data['config.yaml'] ?? '';
}

/** As LiteLLM reads it: PyYAML is a reader of YAML 1.1. */
const config = (routes?: Routes, props?: (setting: Setting) => Props): Config => parse(configText(routes, props), { version: '1.1' });

describe('a route becomes a deployment', () => {
  test('with the address of its pool and the name under which the engine serves the model', () => {
    expect(config(twoRoutes, () => ({ circuitBreaker: false })).model_list[0]).toEqual({
      model_name: 'coder',
      litellm_params: {
        model: 'hosted_vllm/llama-3.1-8b-instruct',
        api_base: 'http://workers.research.svc.cluster.local:8000/v1',
        max_parallel_requests: 54,
        timeout: 276,
        stream_timeout: 60,
      },
      model_info: { id: 'coder.research.workers', mode: 'chat', max_input_tokens: 8_192 },
    });
  });

  test('with the priority of its class where the engine serves by priority', () => {
    const [tuning, plain] = [{ scheduling: 'priority' }, { scheduling: 'arrival' }] as const;
    const classes: Routes = (setting) => {
      const shared = pool(setting, 'workers', { tuning });
      return [
        { alias: 'caller', pool: shared, latency: 'voice' },
        { alias: 'assistant', pool: shared, latency: 'chat' },
        { alias: 'nightly', pool: shared },
        { alias: 'other', pool: pool(setting, 'others', { tuning: plain }), latency: 'chat' },
      ];
    };
    const priorities = config(classes).model_list.map(({ litellm_params }) => litellm_params['priority']);
    expect(priorities).toEqual([-2, -1, 0, undefined]);
  });

  test('with an id that only alias and pool decide', () => {
    const ids = (routes: Routes) => config(routes).model_list.map(({ model_info }) => model_info['id']);
    const limited: Routes = (setting) => twoRoutes(setting).map((route) => ({ ...route, requestsPerMinute: 60 }));
    expect(ids(limited)).toEqual(ids(twoRoutes));
    expect(new Set(ids(twoRoutes)).size).toBe(2);
  });

  test('that embeds when the model does', () => {
    const embeddings: Routes = (setting) => [{ alias: 'embeddings', pool: pool(setting, 'emb', { model: Model.BGE_M3 }) }];
    expect(config(embeddings).model_list[0]?.model_info).toMatchObject({ mode: 'embedding' });
  });

  test('one of two in a group, when both routes say so', () => {
    const group: Routes = (setting) => twoRoutes(setting).map((route) => ({ ...route, alias: 'any', group: true }));
    expect(config(group).model_list.map(({ model_name }) => model_name)).toEqual(['any', 'any']);
    expect(config(group).model_list.map(({ model_info }) => model_info['id'])).toEqual(['any.research.workers', 'any.research.planner']);
  });
});

describe('limits', () => {
  test('are enforced, and not only weighed', () => {
    const limited: Routes = (setting) => [
      { alias: 'coder', pool: pool(setting, 'workers'), requestsPerMinute: 60, tokensPerMinute: 100_000, maxParallelRequests: 20 },
    ];
    expect(config(limited).model_list[0]?.litellm_params).toMatchObject({ rpm: 60, tpm: 100_000, max_parallel_requests: 20 });
    expect(config(limited).router_settings['optional_pre_call_checks']).toEqual(['enforce_model_rate_limits']);
  });

  test('cost no check where there are none', () => {
    expect(config().router_settings).not.toHaveProperty('optional_pre_call_checks');
  });
});

describe('prices', () => {
  const priced = (costPerMillionTokens: NonNullable<RouteProps['costPerMillionTokens']>): Config =>
    config((setting) => [{ alias: 'coder', pool: pool(setting, 'workers'), costPerMillionTokens }]);

  test('are never invented', () => {
    expect(configText()).not.toMatch(/cost/);
  });

  test('are per token, and numbers to a reader of YAML 1.1', () => {
    expect(priced({ input: 0.2, output: 0.6 }).model_list[0]?.litellm_params).toMatchObject({
      input_cost_per_token: 2e-7,
      output_cost_per_token: 6e-7,
    });
  });

  test('of cached tokens are those of the prompt unless another is given', () => {
    expect(priced({ input: 2, output: 6 }).model_list[0]?.litellm_params['cache_read_input_token_cost']).toBe(2e-6);
    expect(priced({ input: 2, output: 6, cachedInput: 0.5 }).model_list[0]?.litellm_params['cache_read_input_token_cost']).toBe(5e-7);
  });

  test('come out as they went in, whatever their size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (tenThousandths) => {
        const input = tenThousandths / 10_000;
        const cost = priced({ input, output: 0 }).model_list[0]?.litellm_params['input_cost_per_token'];
        expect(Number((Number(cost) * 1e6).toPrecision(10))).toBe(input);
      }),
      { numRuns: 5 },
    );
  });
});

describe('failures', () => {
  test('fall back as lists, which newer releases insist on', () => {
    const props = () => ({ fallbacks: { coder: ['planner'] }, contextWindowFallbacks: { coder: ['planner'] } });
    expect(config(twoRoutes, props).router_settings).toMatchObject({
      fallbacks: [{ coder: ['planner'] }],
      context_window_fallbacks: [{ coder: ['planner'] }],
      enable_pre_call_checks: true,
    });
    expect(config().router_settings).not.toHaveProperty('fallbacks');
  });

  test('that overflow go elsewhere at once, before other fallbacks, and when the pool fails as well', () => {
    const props = () => ({ overflow: { coder: ['planner'] }, fallbacks: { planner: ['coder'] } });
    expect(config(twoRoutes, props).router_settings).toMatchObject({
      fallbacks: [{ coder: ['planner'] }, { planner: ['coder'] }],
      model_group_retry_policy: { coder: { RateLimitErrorRetries: 0 } },
    });
    expect(config().router_settings).not.toHaveProperty('model_group_retry_policy');
  });

  test('of one kind, again and again, leave the pool alone for a while; refusals of a full pool never do', () => {
    const infoOf = (circuitBreaker?: LiteLLMRouterProps['circuitBreaker']) =>
      config(twoRoutes, () => (circuitBreaker === undefined ? {} : { circuitBreaker })).model_list.map(({ model_info }) => model_info);
    const named = ['Timeout', 'InternalServer', 'ServiceUnavailable', 'BadGateway'].map((kind) => `${kind}ErrorAllowedFails`);
    for (const info of infoOf()) {
      expect(info['cooldown_time']).toBe(10);
      const policy = info['allowed_fails_policy'] as Readonly<Record<string, number>>;
      expect(named.map((name) => policy[name])).toEqual([9, 9, 9, 9]);
      expect(policy['RateLimitErrorAllowedFails']).toBeGreaterThanOrEqual(100_000);
    }
    expect(infoOf({ failures: 1, pauseSeconds: 60 })[0]).toMatchObject({
      cooldown_time: 60,
      allowed_fails_policy: { TimeoutErrorAllowedFails: 0 },
    });
    for (const info of infoOf(false)) expect(Object.keys(info)).toEqual(['id', 'mode', 'max_input_tokens']);
  });

  test('end: retries and time are bounded, and who hangs up frees the engine', () => {
    expect(config().router_settings).toMatchObject({ num_retries: 2, timeout: 600 });
    expect(config().litellm_settings).toMatchObject({ request_timeout: 600 });
    expect(config().general_settings).toMatchObject({ cancel_on_disconnect: true });
    expect(config(twoRoutes, () => ({ retries: 0, requestTimeoutSeconds: 60 }))).toMatchObject({
      router_settings: { num_retries: 0, timeout: 60 },
      litellm_settings: { request_timeout: 60 },
    });
  });
});

describe('replicas', () => {
  test('share their counters through the store, whose password stays a reference', () => {
    const shared = (setting: Setting) => ({ sessionStore: new SessionStore(setting.stack, 'sessions', { cluster: setting.cluster }) });
    expect(config(twoRoutes, shared).router_settings).toMatchObject({
      redis_host: 'sessions.research.svc.cluster.local',
      redis_port: 6379,
      redis_password: 'os.environ/REDIS_PASSWORD',
      cache_kwargs: { username: 'client-router', db: 1 },
    });
    expect(config(twoRoutes, shared).general_settings['coordination_redis']).toMatchObject({ username: 'client-router', db: 1 });
  });

  test('count limits of keys together as well', () => {
    const store = {
      host: 'valkey.example.com',
      cidr: '10.0.0.0/24',
      tls: true,
      username: 'litellm',
      password: SecretRef.existing('valkey', 'password'),
    };
    const shared = config(twoRoutes, () => ({ sessionStore: SessionStore.fromExisting(store) }));
    expect(shared.general_settings['coordination_redis']).toEqual({
      host: 'valkey.example.com',
      port: 6379,
      password: 'os.environ/REDIS_PASSWORD',
      username: 'litellm',
      ssl: true,
    });
    expect(config().general_settings).not.toHaveProperty('coordination_redis');
  });

  test('speak TLS to a store that does, and send no password to one that asks for none', () => {
    const caBundle = CaBundle.secret({ name: 'redis-ca' });
    const store = { host: 'redis.example.com', cidr: '10.0.0.0/24', tls: true, caBundle };
    const managed = () => ({ sessionStore: SessionStore.fromExisting(store) });
    const { router_settings: settings, general_settings: general } = config(twoRoutes, managed);
    expect(settings).toMatchObject({ redis_host: 'redis.example.com', cache_kwargs: { ssl: true, ssl_ca_certs: caBundle.file } });
    expect(general['coordination_redis']).toMatchObject({ ssl: true, ssl_ca_certs: caBundle.file });
    expect(settings).not.toHaveProperty('redis_password');
  });
});

describe('what leaves the router', () => {
  test('writes no prompt into the logs, and downloads nothing for a token count', () => {
    expect(config().litellm_settings).toMatchObject({ turn_off_message_logging: true, disable_hf_tokenizer_download: true });
  });

  test('is metrics without a key, because the network policy guards them', () => {
    expect(config().litellm_settings).toMatchObject({ callbacks: ['prometheus'], require_auth_for_metrics_endpoint: false });
  });

  test('is a session header for the aliases that ask for it, and for no other', () => {
    expect(config().litellm_settings).not.toHaveProperty('model_group_settings');
    const forwarding: Routes = (setting) =>
      twoRoutes(setting).map((route) => ({ ...route, forwardSessionHeaders: route.alias === 'coder' }));
    expect(config(forwarding).litellm_settings['model_group_settings']).toEqual({ forward_client_headers_to_llm_api: ['coder'] });
  });

  test('is never a secret', () => {
    const key = () => ({ masterKey: SecretRef.existing('litellm', 'key') });
    expect(config(twoRoutes, key).general_settings['master_key']).toBe('os.environ/LITELLM_MASTER_KEY');
    expect(configText(twoRoutes, key)).not.toMatch(/sk-/);
  });
});

test('LiteLLM knows every key', () => {
  const everything: Routes = (setting) => [
    {
      alias: 'coder',
      pool: pool(setting, 'workers'),
      requestsPerMinute: 1,
      tokensPerMinute: 1,
      maxParallelRequests: 1,
      costPerMillionTokens: { input: 1, output: 1, cachedInput: 1 },
      forwardSessionHeaders: true,
    },
    { alias: 'planner', pool: pool(setting, 'planner', { gpu: Gpu.H100_PCIE, maxContextTokens: 16_384 }) },
  ];
  const props = () => ({
    fallbacks: { coder: ['planner'] },
    contextWindowFallbacks: { coder: ['planner'] },
    overflow: { coder: ['planner'] },
    sessionStore: SessionStore.fromExisting({ host: 'r', cidr: '10.0.0.0/24', tls: true, password: SecretRef.existing('r', 'p') }),
  });
  const { model_list, router_settings, litellm_settings, general_settings, ...rest } = config(everything, props);
  expect(rest).toEqual({});
  expect(ROUTER_SETTINGS).toEqual(expect.arrayContaining(Object.keys(router_settings)));
  expect(LITELLM_SETTINGS).toEqual(expect.arrayContaining(Object.keys(litellm_settings)));
  expect(GENERAL_SETTINGS).toEqual(expect.arrayContaining(Object.keys(general_settings)));
  expect(LITELLM_PARAMS).toEqual(expect.arrayContaining(Object.keys(model_list[0]?.litellm_params ?? {})));
  expect(MODEL_INFO).toEqual(expect.arrayContaining(Object.keys(model_list[0]?.model_info ?? {})));
});

test("LiteLLM's client of OpenAI is given a key, also where the engine reads none, and that of vLLM is not", () => {
  const engines: Routes = (setting) => [
    { alias: 'coder', pool: pool(setting, 'coder', { engine: Engine.sglang() }) },
    { alias: 'planner', pool: pool(setting, 'planner') },
  ];
  const keys = config(engines).model_list.map(({ litellm_params }) => [litellm_params['model'], litellm_params['api_key']]);
  expect(keys).toEqual([
    ['openai/llama-3.1-8b-instruct', 'none'],
    ['hosted_vllm/llama-3.1-8b-instruct', undefined],
  ]);
});
