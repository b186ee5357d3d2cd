/** A role that an external model answers: sessions and money are counted, the router gets route, key and network, and the agents its name. */
import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  type AgentFleetProps,
  type ApiRoleProps,
  Cluster,
  ExternalModel,
  Gpu,
  InferencePool,
  LiteLLMRouter,
  Model,
  SecretRef,
  Topology,
} from 'cdktf-agent-fleet';
import type { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { parse } from 'yaml';
import { refusalOf, synthesize } from '../examples/support';

const MODEL = { model: 'judge-1', key: SecretRef.existing('provider', 'key'), maxContextTokens: 32_000, cidrs: ['203.0.113.0/24'] };
const judgeModel = (more: object = {}) =>
  ExternalModel.openAi({ ...MODEL, costPerMillionTokens: { input: 3, output: 15, asOf: '2026-07-03' }, timeoutSeconds: 40, ...more });
const REQUEST = { inputTokens: 2_000, outputTokens: 500, perMinute: 3 };

interface Asked {
  readonly judge?: Partial<ApiRoleProps>;
  readonly fleet?: Partial<AgentFleetProps>;
  readonly router?: boolean;
}

function build(app: App, { judge = {}, fleet = {}, router = false }: Asked = {}): void {
  const stack = new TerraformStack(app, 's');
  const cluster = Cluster.fromKubeconfig({
    context: 'prod',
    nodePools: { gpu: { gpu: Gpu.H100_SXM, nodes: 2, usdPerGpuHour: 3, priceAsOf: '2026-11-01' }, cpu: { nodes: 2 } },
  });
  const pool = new InferencePool(stack, 'model', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.H100_SXM,
    maxContextTokens: 8_192,
  });
  new AgentFleet(stack, 'f', {
    cluster,
    topology: Topology.routing({ router: 'triage', targets: { writer: 0.9, judge: 0.1 } }),
    concurrentWorkflows: 40,
    peakWorkflows: 60,
    roles: { triage: { pool, contextTokens: 2_000 }, writer: { pool, contextTokens: 4_000 } },
    apiRoles: { judge: { model: judgeModel(), contextTokens: 4_000, request: REQUEST, ...judge } },
    sessionStore: false,
    stateStore: false,
    runtime: { framework: 'custom', image: 'registry.example.com/agents:1.0.0', sessionsPerReplica: 20 },
    ...(router ? { router: new LiteLLMRouter(stack, 'shared', { cluster, replicas: 1, externalModels: { judge: judgeModel() } }) } : {}),
    ...fleet,
  });
}

const synth = (asked: Asked = {}): FleetTemplate => synthesize((app) => build(app, asked), 's');
const objectOf = <T>(template: FleetTemplate, kind: string, name: string): T =>
  template.manifests().find((one) => one.kind === kind && one.metadata.name === name) as unknown as T;

describe('a role without a pool', () => {
  const template = synth();
  const plan = template.plan();
  const [judge] = plan.fleets[0]?.apiRoles ?? [];

  test('has its share of the workflows, at the plan and at the peak', () => {
    const sessions = plan.fleets[0]?.roles.map((role) => role.sessions) ?? [];
    expect(judge).toMatchObject({ name: 'judge', model: 'judge-1', host: 'api.openai.com', contextTokens: 4_000 });
    expect(sessions.reduce((sum, count) => sum + count, judge?.sessions ?? 0)).toBe(80);
    expect(judge?.peakSessions).toBeGreaterThan(judge?.sessions ?? 0);
  });

  test('is paid by its tokens: nothing while nobody asks, and part of what fleet and stack cost', () => {
    const tokens = (judge?.sessions ?? 0) * 3 * 60;
    const usd = (tokens * (2_000 * 3 + 500 * 15)) / 1e6;
    expect(judge?.economics.usdPerHour.floor).toBe(0);
    expect(judge?.economics.usdPerHour.plan).toBeCloseTo(usd, 6);
    expect(judge?.economics.usdPerMillionTokens).toBeCloseTo((2_000 * 3 + 500 * 15) / 2_500, 3);
    expect(plan.fleets[0]?.economics?.usdPerHour.plan).toBeCloseTo(3 + usd, 4);
    expect(plan.economics?.usdPerHour.plan).toBeCloseTo(3 + usd, 4);
    expect(plan.costPerHour.floor).toBe(3);
  });

  test('asks no pool for anything', () => {
    expect(plan.pools[0]?.demand.map(({ role }) => role).sort()).toEqual(['triage', 'writer']);
  });

  test('is an alias of the router with its key, its timeout and its prices', () => {
    const { data } = objectOf<{ data: Record<string, string> }>(template, 'ConfigMap', 'f-router');
    const config = parse(data['config.yaml'] ?? '', { version: '1.1' }) as { model_list: { model_name: string; litellm_params: object }[] };
    expect(config.model_list.find(({ model_name }) => model_name === 'judge')?.litellm_params).toMatchObject({
      model: 'openai/judge-1',
      timeout: 40,
      input_cost_per_token: 3e-6,
      api_key: expect.stringMatching(/^os\.environ\/EXTERNAL_KEY_/),
    });
    const pods = JSON.stringify(objectOf(template, 'Deployment', 'f-router'));
    expect(pods).toContain('"secretKeyRef":{"key":"key","name":"provider","optional":false}');
    expect(JSON.stringify(template.manifests().filter(({ kind }) => kind === 'NetworkPolicy'))).toContain('203.0.113.0/24');
  });

  test('may be asked for by the agents of its fleet, who find it among their roles and limits', () => {
    const { data } = objectOf<{ data: Record<string, string> }>(template, 'ConfigMap', 'f-router');
    expect(JSON.parse(data['clients.json'] ?? '[]')[0].models.sort()).toEqual(['judge', 'triage', 'writer']);
    const agents = JSON.stringify(objectOf(template, 'Deployment', 'f-agents'));
    expect(agents).toContain('\\"judge\\":{\\"model\\":\\"judge\\",\\"contextTokens\\":4000}');
    expect(agents).toMatch(/\\"judge\\":\{\\"timeoutSeconds\\":\d+,\\"maxRetries\\":0,\\"maxOutputTokens\\":500\}/);
  });

  test('runs in the runtime as the others do: 120 sessions at the peak, the triage beside each, on pods of 20', () => {
    expect(objectOf<{ spec: { replicas: number } }>(template, 'Deployment', 'f-agents').spec.replicas).toBe(6);
  });

  test('says what its requests pass', () => {
    expect(judge?.requestPass?.hops.map(({ hop }) => hop)).toEqual(['runtime', 'router', 'external model']);
  });
});

test('a rare role never has no session', () => {
  const rare = {
    concurrentWorkflows: 5,
    peakWorkflows: 5,
    topology: Topology.routing({ router: 'triage', targets: { writer: 0.98, judge: 0.02 } }),
  };
  expect(synth({ fleet: rare }).plan().fleets[0]?.apiRoles?.[0]?.sessions).toBe(1);
});

test.each([
  ['how often it asks', { request: { inputTokens: 2_000, outputTokens: 500 } }],
  ['a price', { model: ExternalModel.openAi(MODEL) }],
])('without %s its money is unknown, and so is that of the fleet', (_what, judge) => {
  const plan = synth({ judge }).plan();
  expect(plan.fleets[0]?.apiRoles?.[0]?.economics.usdPerHour).toEqual({ floor: null, plan: null, peak: null, ceiling: null });
  expect(plan.fleets[0]?.economics?.usdPerHour.plan).toBeNull();
});

describe('refused', () => {
  const problems = (asked: Asked) => refusalOf((app) => build(app, asked)).problems.map(({ code, prop }) => [code, prop]);
  const thrown = (asked: Asked) => {
    expect(() => synth(asked)).toThrow();
    try {
      synth(asked);
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };

  test.each([
    ['judge.contextTokens', { contextTokens: 64_000 }],
    ['judge.contextTokens', { contextTokens: 0 }],
    ['judge.request', { request: { inputTokens: 4_000, outputTokens: 500 } }],
    ['judge.request.outputTokens', { request: { outputTokens: 0 } }],
    ['judge.instances', { instances: 0.5 }],
    ['judge.model', { model: 'gpt' }],
    ['judge', { pool: 1 }],
  ])('apiRoles.%s: %j', (prop, judge) => {
    expect(thrown({ judge: judge as never })).toContain(`apiRoles.${prop}`);
  });

  test('a name that a role on a pool has, too', () => {
    expect(thrown({ fleet: { apiRoles: { writer: { model: judgeModel(), contextTokens: 1_000 } } } })).toContain('apiRoles.writer');
  });

  test('workflows that nobody counts', () => {
    expect(thrown({ fleet: { concurrentWorkflows: undefined as never, peakWorkflows: undefined as never } })).toContain(
      'concurrentWorkflows',
    );
  });

  test('a role that no workflow has', () => {
    const apiRoles = { judge: { model: judgeModel(), contextTokens: 1_000 }, stranger: { model: judgeModel(), contextTokens: 1_000 } };
    expect(JSON.stringify(problems({ fleet: { apiRoles } }))).toContain('AF-SPEC-');
  });

  test('an alias of a shared router that leads to another external model', () => {
    expect(thrown({ router: true })).toContain('leads to another external model already');
  });
});
