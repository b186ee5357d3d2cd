import * as fc from 'fast-check';
import { parse } from 'yaml';
import { Gpu } from '../../lib/catalog/gpu';
import { Scaling } from '../../lib/elasticity/scaling';
import { TaskQueue } from '../../lib/queues/task-queue';
import { poolHolds } from '../../lib/routing/limits/pool-share';
import { type AttemptedAlias, type RequestPass, worstCase } from '../../lib/routing/limits/request-pass';
import { LiteLLMRouter } from '../../lib/routing/litellm/router';
import type { LiteLLMRouterProps } from '../../lib/routing/litellm/router-props';
import type { RouteProps } from '../../lib/routing/routes';
import { SessionStore } from '../../lib/stores/session-store';
import { manifest, pool, research } from '../setup/research-stack';

const once = (timeoutSeconds: number, pauseSeconds = 0): AttemptedAlias => ({ timeoutSeconds, pauseSeconds, isAssumed: false });

describe('the worst that may become of one request', () => {
  test('one alias without retries is one attempt', () =>
    expect(worstCase([once(60)], 0)).toEqual({ attempts: 1, waitSeconds: 60, isAssumed: false, assumes: [], clientTimeoutSeconds: 65 }));

  test('a wait for a pool that sleeps rests on the time to wake, which is assumed', () =>
    expect(worstCase([{ ...once(60), heldSeconds: 700 }], 0)).toMatchObject({
      waitSeconds: 760,
      isAssumed: true,
      assumes: ['time to wake'],
    }));
  test('retries count at every alias, and so do the pauses between them', () =>
    expect(worstCase([once(60, 9), once(100, 61)], 2)).toMatchObject({ attempts: 6, waitSeconds: 3 * 60 + 2 * 9 + 3 * 100 + 2 * 61 }));

  test('the client always waits longer than the router may need, and the router longer than any attempt', () => {
    const alias = fc.record({
      timeoutSeconds: fc.integer({ min: 1, max: 900 }),
      pauseSeconds: fc.integer({ min: 0, max: 61 }),
      isAssumed: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(alias, { minLength: 1, maxLength: 6 }), fc.integer({ min: 0, max: 10 }), (chain, retries) => {
        const { waitSeconds, clientTimeoutSeconds, attempts } = worstCase(chain, retries);
        expect(clientTimeoutSeconds).toBeGreaterThan(waitSeconds);
        for (const { timeoutSeconds } of chain) expect(waitSeconds).toBeGreaterThanOrEqual(timeoutSeconds);
        expect(attempts).toBe(chain.length * (retries + 1));
      }),
    );
  });
});

/** The router of an app with pool `workers` of two 8B replicas. */
function routed(
  routes: readonly Omit<RouteProps, 'pool'>[],
  props: { readonly replicas?: number; readonly requestTimeoutSeconds?: number } = {},
) {
  let router: LiteLLMRouter | undefined;
  let holds: number | null = null;
  research((setting) => {
    const workers = pool(setting, 'workers', { gpu: Gpu.H100_PCIE, maxContextTokens: 16_384, replicas: 2 });
    router = new LiteLLMRouter(setting.stack, 'router', { cluster: setting.cluster, replicas: 1, ...props });
    for (const route of routes) router.addRoute({ ...route, pool: workers });
    holds = poolHolds(workers.view());
  });
  if (router === undefined) throw new Error('no router');
  return { view: router.view(), pass: (alias: string) => router?.passOf(alias), holds: holds ?? 0 };
}

describe('limits that follow from the plan', () => {
  test.each([1, 2, 3, 7])('%i instances together admit what the pool holds, and no more', (replicas) => {
    const { view, holds } = routed([{ alias: 'coder' }, { alias: 'reviewer' }, { alias: 'tester' }], { replicas });
    const admitted = view.routes.reduce((sum, { limits }) => sum + (limits.parallel ?? 0) * replicas, 0);
    expect(holds).toBe(54);
    expect(admitted).toBeLessThanOrEqual(holds);
    expect(admitted).toBeGreaterThan(holds - 3 * replicas);
  });

  test('a limit of your own stays, and takes nothing from the others', () => {
    const { view } = routed([{ alias: 'coder', maxParallelRequests: 3 }, { alias: 'reviewer' }]);
    const [coder, reviewer] = view.routes;
    expect(coder?.limits).toMatchObject({ parallel: 3, parallelOrigin: 'given' });
    expect(reviewer?.limits).toMatchObject({ parallelOrigin: 'plan' });
  });
});

describe('timeouts that follow from the plan', () => {
  const limitsOf = (route: Omit<RouteProps, 'pool'>, props = {}) => routed([route], props).view.routes[0]?.limits;

  test('a declared answer makes them as short as twice the late end of the estimate', () => {
    const limits = limitsOf({ alias: 'coder', longestAnswerTokens: 8_000 });
    expect(limits?.longest?.isDeclared).toBe(true);
    expect(limits?.timeoutSeconds).toBe(Math.ceil(2 * (limits?.longest?.seconds ?? 0)));
    expect(limits?.timeoutOrigin).toBe('plan');
  });
  test('longer answers are never given up sooner', () => {
    const seconds = [100, 1_000, 4_000, 16_000].map(
      (longestAnswerTokens) => limitsOf({ alias: 'coder', longestAnswerTokens })?.timeoutSeconds ?? 0,
    );
    expect([...seconds].sort((a, b) => a - b)).toEqual(seconds);
  });
  test('voice and chat are given up sooner than background work', () => {
    const shortest = (['voice', 'chat', 'background'] as const).map(
      (latency) => limitsOf({ alias: 'coder', longestAnswerTokens: 1, latency })?.timeoutSeconds,
    );
    expect(shortest).toEqual([10, 30, 60]);
  });
  test('the requestTimeoutSeconds of the router bounds them', () =>
    expect(limitsOf({ alias: 'coder' }, { requestTimeoutSeconds: 20 })).toMatchObject({
      timeoutSeconds: 20,
      streamTimeoutSeconds: 20,
      timeoutOrigin: 'router',
    }));
  test('one of your own stays', () =>
    expect(limitsOf({ alias: 'coder', timeoutSeconds: 90 })).toMatchObject({ timeoutSeconds: 90, timeoutOrigin: 'given' }));
  test('a stream never begins later than the attempt ends', () =>
    expect(() => limitsOf({ alias: 'coder', timeoutSeconds: 9, streamTimeoutSeconds: 10 })).toThrow(
      /streamTimeoutSeconds is 10[\s\S]*at most timeoutSeconds/,
    ));
});

describe('what a request passes', () => {
  test('runtime, router, session proxy, engine: each with its timeout, and the outer ones longer', () => {
    const { pass } = routed([{ alias: 'coder', timeoutSeconds: 90 }]);
    expect(pass('coder')?.hops.map(({ hop }) => hop)).toEqual(['runtime', 'router', 'session proxy', 'engine']);
    expect(pass('coder')).toMatchObject({ attempts: 3, waitSeconds: 3 * 90 + 2 * 9, clientTimeoutSeconds: 3 * 90 + 2 * 9 + 5 });
  });
  test('an alias that nothing answers has no way', () => expect(routed([{ alias: 'coder' }]).pass('typo')).toBeUndefined());
});

describe('requests for a pool that sleeps', () => {
  interface Files {
    readonly data: Readonly<Record<string, string>>;
  }

  /** Pool `readers`, which a queue wakes, and `spare`, which is always there. */
  function asleep(props: Partial<LiteLLMRouterProps> = {}) {
    let pass: RequestPass | undefined;
    const template = research((setting) => {
      const queue = TaskQueue.redisStream(setting.stack, 'documents', {
        cluster: setting.cluster,
        store: new SessionStore(setting.stack, 'queue', { cluster: setting.cluster }),
      });
      const router = new LiteLLMRouter(setting.stack, 'router', {
        cluster: setting.cluster,
        replicas: 1,
        sessionAffinity: false,
        ...props,
      });
      router.addRoute({ alias: 'reader', pool: pool(setting, 'readers', { scaling: Scaling.batch({ queue, max: 2 }) }) });
      router.addRoute({ alias: 'spare', pool: pool(setting, 'spare') });
      pass = router.passOf('reader');
    });
    const { data } = manifest<Files>(template, 'ConfigMap', 'router');
    return { data, note: pass?.hops.find(({ hop }) => hop === 'router')?.note ?? '', wait: pass?.waitSeconds ?? 0 };
  }

  test('are held until it answers, and the agents wait for that', () => {
    const { data, note, wait } = asleep();
    const held = JSON.parse(data['sleeping_pools.json'] ?? '{}') as Record<string, { health: string[]; seconds: number }>;
    expect(held).toEqual({ reader: { health: ['http://readers.research.svc.cluster.local:8000/health'], seconds: expect.any(Number) } });
    expect(data['config.yaml']).toContain('sleeping_pools.hold');
    const seconds = held['reader']?.seconds ?? 0;
    expect(note).toContain(`while its pool sleeps a request is held up to ${seconds} s`);
    expect(wait - asleep({ sleepingPools: 'refuse' }).wait).toBe(seconds);
  });
  test('are answered by an alias that takes over', () => {
    const { data, note } = asleep({ fallbacks: { reader: ['spare'] } });
    expect(JSON.parse(data['sleeping_pools.json'] ?? '')).toEqual({});
    expect(data['config.yaml']).not.toContain('sleeping_pools');
    expect(note).toContain('while its pool sleeps spare answers');
  });
  test('are refused by choice', () => {
    const { data, note } = asleep({ sleepingPools: 'refuse' });
    expect(data['config.yaml']).not.toContain('sleeping_pools');
    expect(note).toContain('while its pool sleeps requests are refused');
  });
});

describe('what a request passes is what is emitted', () => {
  interface Emitted {
    readonly model_list: readonly {
      readonly model_name: string;
      readonly litellm_params: { readonly timeout: number; readonly stream_timeout: number; readonly max_parallel_requests?: number };
    }[];
    readonly router_settings: { readonly num_retries: number };
  }

  test('timeouts, retries and limits of every hop, read back from config.yaml', () => {
    const passes = new Map<string, RequestPass | undefined>();
    const replicas = 3;
    const template = research((setting) => {
      const router = new LiteLLMRouter(setting.stack, 'router', {
        cluster: setting.cluster,
        replicas,
        retries: 1,
        fallbacks: { coder: ['planner'] },
      });
      const workers = pool(setting, 'workers', { gpu: Gpu.H100_PCIE, maxContextTokens: 16_384, replicas: 2 });
      router.addRoute({ alias: 'coder', pool: workers, longestAnswerTokens: 2_000 });
      router.addRoute({ alias: 'reviewer', pool: workers, timeoutSeconds: 500, streamTimeoutSeconds: 90, maxParallelRequests: 4 });
      router.addRoute({ alias: 'planner', pool: pool(setting, 'planner', { gpu: Gpu.H100_PCIE }), latency: 'chat' });
      for (const alias of ['coder', 'reviewer', 'planner']) passes.set(alias, router.passOf(alias));
    });
    const { data } = manifest<{ data: Record<string, string> }>(template, 'ConfigMap', 'router');
    const { model_list, router_settings } = parse(data['config.yaml'] ?? '') as Emitted;
    expect(model_list.map(({ model_name }) => model_name)).toEqual([...passes.keys()]);
    for (const { model_name, litellm_params: params } of model_list) {
      const [runtime, door] = passes.get(model_name)?.hops ?? [];
      expect(door).toMatchObject({
        hop: 'router',
        timeoutSeconds: params.timeout,
        retries: router_settings.num_retries,
        limit: params.max_parallel_requests === undefined ? null : params.max_parallel_requests * replicas,
      });
      expect(door?.note).toContain(`first part of a stream within ${params.stream_timeout} s`);
      expect(runtime?.timeoutSeconds).toBeGreaterThan((router_settings.num_retries + 1) * params.timeout);
    }
  });
});
