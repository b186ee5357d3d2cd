/** Each client of a router has a key of its own; what the router does with it is asked of the real LiteLLM in `e2e/sessions`. */
import { AgentFleet, Cluster, ExternalModel, Gpu, InferencePool, Model, Topology } from 'cdktf-agent-fleet';
import { Construct } from 'constructs';
import { SecretRef } from '../../lib/core/secret-ref';
import type { ClientLoad } from '../../lib/routing/contract';
import { LiteLLMRouter } from '../../lib/routing/litellm/router';
import type { LiteLLMRouterProps } from '../../lib/routing/litellm/router-props';
import { client, findings, manifest, pool, problemsOf, refusal, research, type Setting, type WithPod } from '../setup/research-stack';

const API = ExternalModel.openAi({
  model: 'small-1',
  key: SecretRef.existing('provider', 'key'),
  maxContextTokens: 128_000,
  cidrs: ['203.0.113.0/24'],
});

interface Row {
  readonly name: string;
  readonly variables: readonly string[];
  readonly models: readonly string[];
  readonly [limit: string]: unknown;
}

function withClients(props: Partial<LiteLLMRouterProps>, names: readonly string[] = ['agents']) {
  return research((setting) => built(setting, props, names));
}

function built(setting: Setting, props: Partial<LiteLLMRouterProps>, names: readonly string[] = ['agents']): LiteLLMRouter {
  const router = new LiteLLMRouter(setting.stack, 'router', { cluster: setting.cluster, replicas: 1, ...props });
  router.addRoute({ alias: 'coder', pool: pool(setting, 'workers') });
  router.addRoute({ alias: 'planner', pool: pool(setting, 'planner') });
  for (const name of names) router.admit(client(setting, name));
  return router;
}

type Template = ReturnType<typeof withClients>;

const rows = (template: Template): Row[] =>
  JSON.parse(manifest<{ data: Record<string, string> }>(template, 'ConfigMap', 'router').data['clients.json'] ?? '[]') as Row[];
const routerPods = (template: Template) => manifest<WithPod>(template, 'Deployment', 'router').spec.template;
const secretsOfRouter = (template: Template): (string | undefined)[] =>
  (routerPods(template).spec.containers[0]?.env ?? []).map(
    ({ valueFrom }) => (valueFrom as { secretKeyRef?: { name: string } } | undefined)?.secretKeyRef?.name,
  );
const drawn = (template: Template): string[] =>
  template
    .manifests()
    .filter(({ kind }) => kind === 'ExternalSecret')
    .map(({ metadata }) => metadata.name)
    .sort();

test('clients hold a key each, and none the master key', () => {
  research((setting) => {
    const router = built(setting, {}, ['agents', 'tools']);
    const keys = ['agents', 'tools'].map((name) => router.clientEnv(client(setting, name))['OPENAI_API_KEY']);
    expect(keys).toEqual([SecretRef.generated('router-key-agents'), SecretRef.generated('router-key-tools')]);
    expect(keys).not.toContainEqual(router.masterKey);
  });
  const template = withClients({}, ['agents', 'tools']);
  expect(drawn(template)).toEqual(['router-key-agents', 'router-key-tools', 'router-master-key']);
  expect(secretsOfRouter(template)).toEqual(expect.arrayContaining(drawn(template)));
  expect(rows(template)).toEqual([
    { name: 'agents', variables: [expect.stringMatching(/^CLIENT_KEY_[0-9A-F]{8}$/)], models: ['coder', 'planner'] },
    { name: 'tools', variables: [expect.stringMatching(/^CLIENT_KEY_[0-9A-F]{8}$/)], models: ['coder', 'planner'] },
  ]);
});

test('the order in which clients come changes nothing', () => {
  const one = withClients({}, ['agents', 'tools']);
  const other = withClients({}, ['tools', 'agents']);
  expect(rows(one)).toEqual(rows(other));
  expect(routerPods(one)).toEqual(routerPods(other));
});

test('every variable of the table is a variable of the pods', () => {
  const template = withClients({ clientKeys: { agents: { version: 3, acceptedVersions: [2] } } });
  const names = (routerPods(template).spec.containers[0]?.env ?? []).map(({ name }) => name);
  expect(rows(template)[0]?.variables).toHaveLength(2);
  expect(names).toEqual(expect.arrayContaining([...(rows(template)[0]?.variables ?? [])]));
});

test('limits and expiry reach the check', () => {
  const agents = { models: ['coder'], expires: '2027-01-31', requestsPerMinute: 60, tokensPerMinute: 9_000, maxParallelRequests: 4 };
  expect(rows(withClients({ clientKeys: { agents } }))).toEqual([
    { name: 'agents', variables: [expect.any(String)], ...agents, expires: '2027-01-31T00:00:00+00:00' },
  ]);
});

test('the check is named in the configuration and lies beside it', () => {
  const { data } = manifest<{ data: Record<string, string> }>(withClients({}), 'ConfigMap', 'router');
  expect(data['config.yaml']).toMatch(/custom_auth: "?client_keys\.check"?/);
  expect(data['client_keys.py']).toContain('async def check(request, api_key):');
});

describe('rotation', () => {
  const keyOf = (props: Partial<LiteLLMRouterProps>) => {
    let key: unknown;
    research((setting) => {
      key = built(setting, props).clientEnv(client(setting))['OPENAI_API_KEY'];
    });
    return key;
  };

  test('another version is another Secret for the client and the router, so both start anew, and the first is given up', () => {
    expect(keyOf({ clientKeys: { agents: { version: 2 } } })).toEqual(SecretRef.generated('router-key-agents-v2'));
    const [before, after] = [withClients({}), withClients({ clientKeys: { agents: { version: 2 } } })];
    expect(drawn(after)).toEqual(['router-key-agents-v2', 'router-master-key']);
    expect(routerPods(after)).not.toEqual(routerPods(before));
  });

  test('the first is accepted as long as it is said so', () => {
    const both = withClients({ clientKeys: { agents: { version: 2, acceptedVersions: [1] } } });
    expect(drawn(both)).toEqual(['router-key-agents', 'router-key-agents-v2', 'router-master-key']);
    expect(keyOf({ clientKeys: { agents: { version: 2, acceptedVersions: [1] } } })).toEqual(SecretRef.generated('router-key-agents-v2'));
  });

  test('of the master key restarts the router alone', () => {
    const masterKey = SecretRef.existing('litellm', 'key');
    expect(keyOf({ masterKey })).toEqual(keyOf({}));
    expect(routerPods(withClients({ masterKey }))).not.toEqual(routerPods(withClients({})));
  });
});

test('a key that exists is drawn by nobody, and may be read in another namespace', () => {
  const clientKeys = { agents: { secret: SecretRef.existing('agents-key', 'key') } };
  expect(drawn(withClients({ clientKeys }))).toEqual(['router-master-key']);
  expect(
    findings((setting) => {
      const router = built(setting, { clientKeys }, []);
      router.admit(client(setting, 'agents', 'elsewhere'));
    }).filter(({ code }) => code === 'AF-SPEC-010'),
  ).toEqual([]);
});

describe('refused are', () => {
  test.each([
    ['a name that no client has', { agent: {} }, { code: 'AF-RTE-030', prop: 'clientKeys.agent' }],
    [
      'a model that is not served',
      { agents: { models: ['codr'] } },
      { code: 'AF-RTE-031', prop: 'clientKeys.agents.models', value: 'codr' },
    ],
    ['no model at all', { agents: { models: [] } }, { code: 'AF-SPEC-001', prop: 'clientKeys.agents.models' }],
    ['a date that is none', { agents: { expires: '2027-02-30' } }, { code: 'AF-SPEC-001', prop: 'clientKeys.agents.expires' }],
    [
      'a secret with a version',
      { agents: { secret: SecretRef.existing('k', 'k'), version: 2 } },
      { code: 'AF-SPEC-001', prop: 'clientKeys.agents.secret' },
    ],
    ['a key that is written out', { agents: { secret: 'sk-1' } }, { code: 'AF-SPEC-001', prop: 'clientKeys.agents.secret' }],
    ['version 0', { agents: { version: 0 } }, { code: 'AF-SPEC-001', prop: 'clientKeys.agents.version' }],
  ])('%s', (_what, clientKeys, problem) => {
    const error = refusal((setting) => void built(setting, { clientKeys } as unknown as Partial<LiteLLMRouterProps>));
    expect(error.problems).toEqual([expect.objectContaining({ ...problem, path: 'research/router' })]);
  });
});

describe('keys that somebody else has', () => {
  const shared = (props: Partial<LiteLLMRouterProps>, names: readonly string[]) =>
    problemsOf((setting) => void built(setting, props, names)).filter(({ code }) => code === 'AF-RTE-045');
  const existing = SecretRef.existing('keys', 'key');

  test.each<[string, Partial<LiteLLMRouterProps>, readonly string[], number]>([
    ['the drawn key of a client is that of the router', { masterKey: SecretRef.generated('router-key-agents') }, ['agents'], 1],
    ['a secret of the router is given to a client', { masterKey: existing, clientKeys: { agents: { secret: existing } } }, ['agents'], 1],
    ['two clients have one secret', { clientKeys: { agents: { secret: existing }, tools: { secret: existing } } }, ['agents', 'tools'], 2],
    ['a version has the name of another client', { clientKeys: { agents: { version: 2 } } }, ['agents', 'agents-v2'], 2],
    ['an older version has it', { clientKeys: { agents: { version: 3, acceptedVersions: [2] } } }, ['agents', 'agents-v2'], 2],
  ])('%s', (_, props, names, count) => {
    expect(shared(props, names)).toHaveLength(count);
  });

  test('each its own is accepted, and another key of one Secret is another key', () => {
    expect(shared({}, ['agents', 'tools'])).toEqual([]);
    const clientKeys = { agents: { secret: existing }, tools: { secret: SecretRef.existing('keys', 'tools') } };
    expect(shared({ clientKeys }, ['agents', 'tools'])).toEqual([]);
  });
});

describe('a fleet whose key is too small for it', () => {
  const fleetFindings = (clientKey: object, code: string, planDate?: string) => {
    const found = problemsOf((setting) => {
      const cluster = planDate === undefined ? setting.cluster : Cluster.fromKubeconfig({ context: 'dated', planDate });
      const router = new LiteLLMRouter(setting.stack, 'router', {
        cluster,
        replicas: 2,
        clientKeys: { 'crew-agents': clientKey },
      } as never);
      const workers = new InferencePool(setting.stack, 'workers', {
        cluster,
        model: Model.QWEN3_8B,
        gpu: Gpu.H100_SXM,
        maxContextTokens: 8_192,
      });
      new AgentFleet(setting.stack, 'crew', {
        cluster,
        topology: Topology.flat({ agents: ['writer', 'critic'] }),
        concurrentWorkflows: 5,
        roles: { writer: { pool: workers, contextTokens: 4_000 } },
        apiRoles: { critic: { model: API, contextTokens: 2_000 } },
        runtime: { framework: 'custom', image: 'registry.example.com/agents:1.0' },
        router,
        sessionStore: false,
        stateStore: false,
      });
    });
    return found.filter((one) => one.code === code).map(({ message }) => message);
  };

  test.each([
    ['without a role of a pool', { models: ['critic'] }, 'asks for writer'],
    ['without a role of an external model', { models: ['writer'] }, 'asks for critic'],
  ])('%s', (_, key, text) => {
    expect(fleetFindings(key, 'AF-RTE-046')).toEqual([expect.stringContaining(text)]);
  });

  test('all of them are accepted', () => {
    expect(fleetFindings({ models: ['writer', 'critic'] }, 'AF-RTE-046')).toEqual([]);
  });

  test('requests at the same time, of both instances', () => {
    expect(fleetFindings({ maxParallelRequests: 4 }, 'AF-RTE-047')).toEqual([expect.stringContaining('admits 8 requests')]);
    expect(fleetFindings({ maxParallelRequests: 5 }, 'AF-RTE-047')).toEqual([]);
  });

  test('days that are over on the day of the plan', () => {
    expect(fleetFindings({ expires: '2026-11-29' }, 'AF-RTE-048', '2026-11-29')).toHaveLength(1);
    expect(fleetFindings({ expires: '2027-01-01' }, 'AF-RTE-048', '2026-11-29')).toEqual([]);
  });
});

describe('limits that follow from the plan of the fleet', () => {
  const load =
    (sessions: number, requestsPerMinute: number | null = null) =>
    () => ({
      sessions,
      requestsPerMinute,
      tokensPerMinute: requestsPerMinute === null ? null : requestsPerMinute * 1_000,
    });
  const limitsOf = (props: Partial<LiteLLMRouterProps>, loads: readonly (() => ClientLoad)[]) => {
    const template = research((setting) => {
      const router = built(setting, props);
      for (const [index, one] of loads.entries()) {
        router.expectLoad({ ...client(setting), owner: new Construct(setting.stack, `fleet-${index}`) }, one);
      }
    });
    const { name: _name, variables: _variables, models: _models, ...limits } = rows(template)[0] ?? ({} as Row);
    return limits;
  };

  test('are the sessions at the peak, and nothing by the minute where nobody says how often they ask', () =>
    expect(limitsOf({}, [load(24.5)])).toEqual({ maxParallelRequests: 25 }));
  test('are twice the rates where they are known', () =>
    expect(limitsOf({}, [load(10, 30)])).toEqual({ maxParallelRequests: 10, requestsPerMinute: 60, tokensPerMinute: 60_000 }));
  test('are replaced by those that are written', () =>
    expect(limitsOf({ clientKeys: { agents: { maxParallelRequests: 40, requestsPerMinute: 31 } } }, [load(10, 30)])).toEqual({
      maxParallelRequests: 40,
      requestsPerMinute: 31,
      tokensPerMinute: 60_000,
    }));
  test('add up for two workloads of one name, and are unknown where one is', () => {
    expect(limitsOf({}, [load(10, 30), load(5, 10)])).toEqual({ maxParallelRequests: 15, requestsPerMinute: 80, tokensPerMinute: 80_000 });
    expect(limitsOf({}, [load(10, 30), load(5)])).toEqual({ maxParallelRequests: 15 });
  });
  test('there are none without a plan', () => {
    expect(limitsOf({}, [])).toEqual({});
    expect(limitsOf({}, [load(0, 0)])).toEqual({});
  });
});

describe('fleets that share a router', () => {
  const runtime = { framework: 'langgraph', image: 'registry.example.com/agents:1.0.0' } as const;
  const twoFleets = () =>
    research((setting) => {
      const router = new LiteLLMRouter(setting.stack, 'router', { cluster: setting.cluster, replicas: 1 });
      const shared = pool(setting, 'workers');
      const role = { pool: shared, contextTokens: 2_000 };
      const fleet = (id: string, agents: readonly string[], concurrentWorkflows: number, others: object = {}) =>
        new AgentFleet(setting.stack, id, {
          cluster: setting.cluster,
          topology: Topology.flat({ agents }),
          concurrentWorkflows,
          roles: Object.fromEntries(agents.map((agent) => [agent, { ...role, ...others }])),
          runtime,
          router,
        });
      fleet('first', ['coder'], 3);
      fleet('second', ['coder', 'writer'], 4, { request: { inputTokens: 1_500, outputTokens: 100, perMinute: 2 } });
    });

  test('may each ask for a role that both have, and at once what each of them plans', () => {
    const [first, second] = rows(twoFleets());
    expect(first).toMatchObject({ name: 'first-agents', models: ['coder'], maxParallelRequests: 3 });
    expect(second).toMatchObject({ name: 'second-agents', models: ['coder', 'writer'], maxParallelRequests: 8 });
    expect(first).not.toHaveProperty('requestsPerMinute');
    // 8 sessions × 2 requests of 1,600 tokens, twice.
    expect(second).toMatchObject({ requestsPerMinute: 32, tokensPerMinute: 51_200 });
  });

  test('find what their keys admit in the plan', () =>
    expect(
      twoFleets()
        .plan()
        .fleets.map(({ name, admission }) => [name, admission]),
    ).toEqual([
      ['first', { maxParallelRequests: 3, requestsPerMinute: null, tokensPerMinute: null, isShared: true }],
      ['second', { maxParallelRequests: 8, requestsPerMinute: 32, tokensPerMinute: 51_200, isShared: true }],
    ]));
});
