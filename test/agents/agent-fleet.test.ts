import { type App, TerraformStack, Testing } from 'cdktf';
import {
  AgentFleet,
  type AgentFleetProps,
  AgentRuntime,
  Cluster,
  Gpu,
  InferencePool,
  LiteLLMRouter,
  Model,
  SecretRef,
  SessionStore,
  Topology,
} from 'cdktf-agent-fleet';
import type { FleetTemplate, KubernetesObject } from 'cdktf-agent-fleet/testing';
import { templateOf } from '../setup/template-of';

const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });

function poolIn(stack: TerraformStack, id = 'model', replicas = 2): InferencePool {
  return new InferencePool(stack, id, {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.A100_80GB_PCIE,
    maxContextTokens: 8_192,
    replicas,
  });
}

const crew = (pool: InferencePool): AgentFleetProps => ({
  cluster,
  topology: Topology.flat({ agents: ['writer', 'critic'] }),
  concurrentWorkflows: 10,
  roles: { writer: { pool, contextTokens: 4_000 }, critic: { pool, contextTokens: 2_000, latency: 'chat' } },
  runtime: { framework: 'crewai', image: 'registry.example.com/crew:1.0.0' },
});

function synthesize(build: (stack: TerraformStack, app: App) => void): FleetTemplate {
  const app = Testing.app();
  build(new TerraformStack(app, 'team'), app);
  return templateOf(app, 'team');
}

function manifest(template: FleetTemplate, kind: string, name: string): KubernetesObject {
  const found = template.manifests().find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
}

interface Workload {
  readonly replicas?: number;
  readonly template: {
    readonly spec: {
      readonly containers: readonly {
        readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
        readonly ports?: unknown;
        readonly readinessProbe?: unknown;
      }[];
    };
  };
}

const agents = (template: FleetTemplate, name = 'crew-agents') => manifest(template, 'Deployment', name)['spec'] as Workload;
const variables = (template: FleetTemplate) =>
  Object.fromEntries(
    agents(template).template.spec.containers[0]?.env.map(({ name, value, valueFrom }) => [name, value ?? valueFrom]) ?? [],
  );

test('roles on one pool add up their sessions and their contexts', () => {
  const [pool] = synthesize((stack) => new AgentFleet(stack, 'crew', crew(poolIn(stack)))).plan().pools;
  expect(pool?.demand.map(({ role, sessions, contextTokens }) => [role, sessions, contextTokens])).toEqual([
    ['writer', 10, 4_000],
    ['critic', 10, 2_000],
  ]);
  expect(pool?.demandGiB).toBeCloseTo((10 * (4_000 + 2_000) * 131_072) / 2 ** 30, 3);
});

test('fleets that share a pool add up too', () => {
  const [pool] = synthesize((stack) => {
    const shared = poolIn(stack);
    new AgentFleet(stack, 'crew', crew(shared));
    new AgentFleet(stack, 'second', crew(shared));
  }).plan().pools;
  expect(pool?.demand.map(({ fleet, role }) => `${fleet}/${role}`)).toEqual([
    'crew/writer',
    'crew/critic',
    'second/writer',
    'second/critic',
  ]);
});

test('a fleet may use a pool of another stack, and both sides of the network open', () => {
  const app = Testing.app();
  const models = new TerraformStack(app, 'models');
  const team = new TerraformStack(app, 'team');
  new AgentFleet(team, 'crew', crew(poolIn(models)));
  const template = templateOf(app, 'team');
  const policy = manifest(template, 'NetworkPolicy', 'crew-router-affinity-to-models-model')['spec'] as { egress: { to: unknown[] }[] };
  expect(policy.egress[0]?.to).toEqual([
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'models' } },
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'model', 'app.kubernetes.io/component': 'inference' } },
    },
  ]);
  expect(template.danglingReferences()).toEqual([]);
});

test('the peak counts against the ceiling, the plan against the floor', () => {
  const roomy = synthesize((stack) => new AgentFleet(stack, 'crew', { ...crew(poolIn(stack, 'model', 2)), peakWorkflows: 20 }));
  expect(roomy.plan().fleets[0]).toMatchObject({ concurrentWorkflows: 10, peakWorkflows: 20 });
  expect(() => synthesize((stack) => new AgentFleet(stack, 'crew', { ...crew(poolIn(stack, 'model', 1)), peakWorkflows: 500 }))).toThrow(
    /AF-CAP-001/,
  );
});

test('agents learn the address of the router, their roles, and the stores; secrets only by reference', () => {
  const env = variables(synthesize((stack) => new AgentFleet(stack, 'crew', crew(poolIn(stack)))));
  expect(env['OPENAI_BASE_URL']).toBe('http://crew-router.team.svc.cluster.local:4000/v1');
  expect(env['OPENAI_API_KEY']).toMatchObject({ secretKeyRef: { name: 'crew-router-key-crew-agents' } });
  expect(env['REDIS_HOST']).toBe('crew-sessions.team.svc.cluster.local');
  expect(env['REDIS_PASSWORD']).toMatchObject({ secretKeyRef: { name: 'crew-sessions-client-crew-agents' } });
  expect(JSON.parse(env['AGENT_FLEET_ROLES'] as string)).toEqual({
    writer: { model: 'writer', contextTokens: 4_000 },
    critic: { model: 'critic', contextTokens: 2_000 },
  });
});

test('the router serves one alias per role', () => {
  const config = manifest(
    synthesize((stack) => new AgentFleet(stack, 'crew', crew(poolIn(stack)))),
    'ConfigMap',
    'crew-router',
  );
  const yaml = (config['data'] as Record<string, string>)['config.yaml'] ?? '';
  expect(yaml).toContain('model_name: writer');
  expect(yaml).toContain('model_name: critic');
});

test('a fleet without stores makes none', () => {
  const template = synthesize((stack) => new AgentFleet(stack, 'crew', { ...crew(poolIn(stack)), sessionStore: false, stateStore: false }));
  expect(template.manifests().filter(({ kind }) => kind === 'StatefulSet' || kind === 'Cluster')).toEqual([]);
});

test('fleets can share a router and a store', () => {
  const template = synthesize((stack) => {
    const pool = poolIn(stack);
    const sessionStore = new SessionStore(stack, 'sessions', { cluster });
    const router = new LiteLLMRouter(stack, 'router', { cluster, sessionStore });
    new AgentFleet(stack, 'crew', { ...crew(pool), router, sessionStore });
    new AgentFleet(stack, 'second', {
      ...crew(pool),
      topology: Topology.flat({ agents: ['coder'] }),
      roles: { coder: { pool, contextTokens: 4_000 } },
      router,
      sessionStore,
    });
  });
  const routers = template.manifests().filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/component'] === 'router');
  expect(routers.filter(({ kind }) => kind === 'Deployment')).toHaveLength(1);
  expect(template.manifests().filter(({ kind }) => kind === 'StatefulSet')).toHaveLength(1);
});

test('the strictest latency class of its roles is the class of a pool', () => {
  const app = Testing.app();
  const stack = new TerraformStack(app, 'team');
  const pool = poolIn(stack);
  const fleet = new AgentFleet(stack, 'crew', crew(pool));
  expect(fleet.latencyOf(pool)).toBe('chat');
  expect(fleet.pools()).toEqual([pool]);
});

describe('a runtime of its own', () => {
  test('serves only where a port is given, and only to its callers', () => {
    const template = synthesize((stack) => {
      new AgentRuntime(stack, 'bots', {
        cluster,
        framework: 'custom',
        image: 'registry.example.com/bots:3',
        port: 9000,
        healthPath: '/ok',
        callers: ['ingress'],
      });
      new AgentRuntime(stack, 'batch', { cluster, framework: 'custom', image: 'registry.example.com/batch:3' });
    });
    expect(agents(template, 'bots').template.spec.containers[0]?.readinessProbe).toMatchObject({ httpGet: { path: '/ok', port: 'http' } });
    expect(
      template
        .manifests()
        .filter(({ kind }) => kind === 'Service')
        .map(({ metadata }) => metadata.name),
    ).toEqual(['bots']);
    expect(manifest(template, 'NetworkPolicy', 'bots-from-ingress-9000')['spec']).toMatchObject({
      ingress: [{ ports: [{ port: 9000, protocol: 'TCP' }] }],
    });
    expect(agents(template, 'batch').template.spec.containers[0]?.ports).toBeUndefined();
  });

  test('reaches the internet only when asked to', () => {
    const named = (internet: boolean) =>
      synthesize((stack) => new AgentRuntime(stack, 'bots', { cluster, framework: 'custom', image: 'x:1', internet }))
        .manifests()
        .filter(({ kind }) => kind === 'NetworkPolicy')
        .map(({ metadata }) => metadata.name);
    expect(named(false)).toEqual(['allow-dns', 'default-deny']);
    expect(named(true)).toContain('bots-to-internet-443');
  });

  test('takes secrets by reference', () => {
    const template = synthesize(
      (stack) =>
        new AgentRuntime(stack, 'crew-agents', {
          cluster,
          framework: 'custom',
          image: 'x:1',
          env: { TAVILY_API_KEY: SecretRef.existing('tavily', 'key') },
        }),
    );
    expect(variables(template)['TAVILY_API_KEY']).toMatchObject({ secretKeyRef: { name: 'tavily', key: 'key' } });
  });

  test('a port is needed for callers and health path', () => {
    expect(() =>
      synthesize((stack) => new AgentRuntime(stack, 'bots', { cluster, framework: 'custom', image: 'x:1', callers: ['ingress'] })),
    ).toThrow(/AF-SPEC-001.*port/);
  });
});
