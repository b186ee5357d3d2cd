/** Limits that a user writes are held against what the fleets plan: at external models, on routes to pools, and on the keys of clients. */
import { AgentFleet, ExternalModel, Gpu, InferencePool, LiteLLMRouter, Model, SecretRef, SessionStore, Topology } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import type { LatencyClass } from '../../lib/catalog/latency-class';
import { parallelBelowPlan, ratesBelowPlan } from '../../lib/routing/limits/below-plan';
import { problemsOf, research, type Setting } from '../setup/research-stack';

interface Asked {
  /** Limits of the external model that answers `judge`. */
  readonly external?: object;
  /** Limits of the route of `writer`, which another construct asked for first. */
  readonly route?: object;
  /** Limits of the key of the agents. */
  readonly key?: object;
  /** Undefined: as many as the plan needs. @default 1 */
  readonly replicas?: number | undefined;
  readonly store?: boolean;
  /** Fleets that ask for the same roles. */
  readonly fleets?: number;
  /** Requests of a session in a minute; undefined: nobody says. */
  readonly perMinute?: number | undefined;
  /** Of the writer. @default 'background' */
  readonly latency?: LatencyClass;
}

/** 20 workflows at the peak, of each fleet: 20 sessions of `writer` and 20 of `judge`, three requests of 2,500 tokens a minute each. */
function build(
  { stack, cluster }: Setting,
  { external = {}, route, key, store = false, fleets = 1, latency = 'background', ...more }: Asked,
): LiteLLMRouter {
  const replicas = 'replicas' in more ? more.replicas : 1;
  const perMinute = 'perMinute' in more ? more.perMinute : 3;
  const pool = new InferencePool(stack, 'model', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.H100_SXM,
    maxContextTokens: 8_192,
    replicas: 2,
  });
  const model = ExternalModel.openAi({
    model: 'judge-1',
    key: SecretRef.existing('p', 'key'),
    maxContextTokens: 32_000,
    cidrs: ['203.0.113.0/24'],
    ...external,
  });
  const sessionStore = store ? new SessionStore(stack, 'sessions', { cluster }) : undefined;
  const router = new LiteLLMRouter(stack, 'router', {
    cluster,
    ...(replicas === undefined ? {} : { replicas }),
    ...(sessionStore === undefined ? {} : { sessionStore }),
    ...(key === undefined ? {} : { clientKeys: { 'f0-agents': key } }),
  });
  if (route !== undefined) router.addRoute({ alias: 'writer', pool, ...route });
  const request = { inputTokens: 2_000, outputTokens: 500, ...(perMinute === undefined ? {} : { perMinute }) };
  for (let index = 0; index < fleets; index += 1) {
    new AgentFleet(stack, `f${index}`, {
      cluster,
      router,
      topology: Topology.hierarchical({ orchestrator: 'writer', workers: ['judge'] }),
      concurrentWorkflows: 10,
      peakWorkflows: 20,
      roles: { writer: { pool, contextTokens: 4_000, request, latency } },
      apiRoles: { judge: { model, contextTokens: 4_000, request } },
      sessionStore: false,
      stateStore: false,
      runtime: { framework: 'custom', image: 'registry.example.com/agents:1.0.0', sessionsPerReplica: 20 },
    });
  }
  return router;
}

const OURS = ['AF-RTE-060', 'AF-RTE-061', 'AF-RTE-062'];

/** What is said of limits: `error AF-RTE-060 requestsPerMinute of the ExternalModel "judge"`, and the first repair of each. */
function said(asked: Asked, codes: readonly string[] = OURS): string[] {
  return problemsOf((setting) => build(setting, asked))
    .filter(({ code }) => codes.includes(code))
    .map(
      ({ severity, code, prop, repairs = [] }) =>
        `${severity} ${code} ${prop} -> ${typeof repairs[0] === 'object' ? JSON.stringify(repairs[0].changes[0]) : repairs[0]}`,
    );
}

describe('an external model that answers a role', () => {
  const one = (limit: string, value: number, needed: number, severity = 'error') =>
    expect(said({ external: { [limit]: value } })).toEqual([
      `${severity} AF-RTE-060 ${limit} of the ExternalModel "judge" -> ${limit}: ${needed} of the ExternalModel "judge"`,
    ]);

  test('that may be asked less often in a minute than planned is refused', () => one('requestsPerMinute', 59, 60));
  test('that takes fewer tokens in a minute than planned is refused', () => one('tokensPerMinute', 149_999, 150_000));
  test('that takes fewer requests at once than there are sessions is a warning: a session also waits for tools', () =>
    one('maxParallelRequests', 19, 20, 'warning'));
  test('that takes exactly what is planned is accepted', () =>
    expect(said({ external: { requestsPerMinute: 60, tokensPerMinute: 150_000, maxParallelRequests: 20 } })).toEqual([]));
  test('without limits is accepted', () => expect(said({})).toEqual([]));
  test('whose role does not say how often it asks is held against its sessions alone', () =>
    expect(said({ external: { requestsPerMinute: 1, maxParallelRequests: 1 }, perMinute: undefined })).toEqual([
      expect.stringContaining('warning AF-RTE-060 maxParallelRequests'),
    ]));
  test('is asked by all fleets together', () => {
    expect(said({ external: { requestsPerMinute: 60 }, fleets: 2 })).toEqual([expect.stringContaining('-> requestsPerMinute: 120 of')]);
    expect(said({ external: { requestsPerMinute: 120 }, fleets: 2 })).toEqual([]);
  });
  test('has its limit in each instance of a router that shares nothing, and once where it shares a store', () => {
    expect(said({ external: { requestsPerMinute: 30 }, replicas: 2 })).toEqual([]);
    expect(said({ external: { requestsPerMinute: 29 }, replicas: 2 })).toEqual([expect.stringContaining('-> requestsPerMinute: 30 of')]);
    expect(said({ external: { requestsPerMinute: 30 }, replicas: 2, store: true })).toEqual([
      expect.stringContaining('-> requestsPerMinute: 60 of'),
    ]);
  });
});

describe('a route to a pool', () => {
  test.each([
    ['requestsPerMinute', 59, 60],
    ['tokensPerMinute', 149_999, 150_000],
  ])('with %s of %d is refused', (limit, value, needed) =>
    expect(said({ route: { [limit]: value } })).toEqual([
      `error AF-RTE-061 ${limit} of the route "writer" -> ${limit}: ${needed} on the route of "writer"`,
    ]),
  );
  test('that takes what is planned is accepted', () =>
    expect(said({ route: { requestsPerMinute: 60, tokensPerMinute: 150_000 } })).toEqual([]));
  test('is asked by all fleets together', () =>
    expect(said({ route: { requestsPerMinute: 60 }, fleets: 2 })).toEqual([expect.stringContaining('-> requestsPerMinute: 120 on')]));
  test('whose role does not say how often it asks is held against nothing', () =>
    expect(said({ route: { requestsPerMinute: 1 }, perMinute: undefined })).toEqual([]));
});

describe('the key of the agents', () => {
  test.each([
    // Both roles, 20 sessions each.
    ['requestsPerMinute', 119, 120],
    ['tokensPerMinute', 299_999, 300_000],
  ])('with %s of %d is refused', (limit, value, needed) =>
    expect(said({ key: { [limit]: value } })).toEqual([
      `error AF-RTE-062 clientKeys.f0-agents.${limit} -> clientKeys.f0-agents.${limit}: ${needed}`,
    ]),
  );
  test('that admits what is planned is accepted', () =>
    expect(said({ key: { requestsPerMinute: 120, tokensPerMinute: 300_000 } })).toEqual([]));
  test('counts in each instance that shares nothing', () => {
    expect(said({ key: { requestsPerMinute: 60 }, replicas: 2 })).toEqual([]);
    expect(said({ key: { requestsPerMinute: 60 }, replicas: 2, store: true })).toEqual([expect.stringContaining(': 120')]);
  });
});

describe('the instances of a router', () => {
  const busy = (asked: Asked) => said(asked, ['AF-RTE-063']);
  test('have time for what is planned, or are too few', () => {
    // 51 ms for a request of each role.
    expect(busy({ perMinute: 35 })).toEqual([]);
    expect(busy({ perMinute: 36 })).toEqual(['warning AF-RTE-063 replicas -> {"field":"replicas","op":"set","value":2}']);
    expect(busy({ perMinute: 36, replicas: 2 })).toEqual([]);
  });
  test('take longer over answers that are streamed', () =>
    expect(busy({ perMinute: 6, latency: 'chat' })).toEqual(['warning AF-RTE-063 replicas -> {"field":"replicas","op":"set","value":2}']));
  test('are as many as it needs where nobody says how many', () => {
    const planned = (asked: Asked) => {
      let router: LiteLLMRouter | undefined;
      research((setting) => {
        router = build(setting, { ...asked, replicas: undefined });
      });
      return router?.view().spec.replicas;
    };
    expect(planned({})).toBe(2);
    expect(planned({ perMinute: undefined })).toBe(2);
    // 2.4 processors, of which an instance is busy with 0.6.
    expect(planned({ perMinute: 22, latency: 'chat' })).toBe(5);
  });
  test('are not judged where nobody says how often roles ask', () => expect(busy({ perMinute: undefined })).toEqual([]));
});

describe('a limit that admits the plan', () => {
  const LIMITS = ['maxParallelRequests', 'requestsPerMinute', 'tokensPerMinute'] as const;
  test('is exactly the one that is offered, over any number of instances', () => {
    const load = fc.record({
      sessions: fc.double({ min: 0.01, max: 1e5, noNaN: true }),
      requestsPerMinute: fc.option(fc.double({ min: 0.01, max: 1e6, noNaN: true })),
      tokensPerMinute: fc.option(fc.double({ min: 0.01, max: 1e9, noNaN: true })),
    });
    fc.assert(
      fc.property(load, fc.integer({ min: 1, max: 9 }), fc.constantFrom(...LIMITS), (planned, instances, limit) => {
        const counting = { parallel: instances, rates: instances };
        const problems = (value: number) => [
          ...parallelBelowPlan({ [limit]: value }, planned, counting),
          ...ratesBelowPlan({ [limit]: value }, planned, counting),
        ];
        const [found] = problems(0);
        const isKnown = limit === 'maxParallelRequests' || planned[limit] !== null;
        expect(found !== undefined).toBe(isKnown);
        if (found === undefined) return;
        expect(problems(found.needed)).toEqual([]);
        expect(problems(found.needed - 1)).toHaveLength(1);
      }),
    );
  });
});
