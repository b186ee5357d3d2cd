/** Own GPUs beside an API, out of constructs: S0's thousand sessions, the support bot, what the router counts as spend, and wrong prices. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, ExternalModel, Gpu, InferencePool, LiteLLMRouter, Model, SecretRef, Topology } from 'cdktf-agent-fleet';
import type { FleetTemplate } from 'cdktf-agent-fleet/testing';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import { supportConversations } from '../../examples/f42-support-conversations/fleet';
import { crossover } from '../../lib/economics/crossover';
import { allTokens, hourlyTokens } from '../../lib/economics/traffic-tokens';
import type { FleetPlan } from '../../lib/plan/schema';
import { synthesize } from '../examples/support';

const SMALL = { name: 'managed small', input: 0.4, output: 0.4, asOf: '2026-03-24' };

interface Asked {
  readonly tokensPerMinute: number;
  readonly roles?: readonly string[];
  readonly role?: object;
  readonly planDate?: string;
  readonly external?: ExternalModel;
}

/** F04: a thousand sessions on five H100 SXM at $2.40. */
function thousandSessions({
  tokensPerMinute,
  roles = ['worker'],
  role = { apiAlternative: SMALL },
  planDate,
  external,
}: Asked): FleetTemplate {
  return synthesize((app: App) => {
    const stack = new TerraformStack(app, 's');
    const cluster = Cluster.fromKubeconfig({
      context: 'prod',
      ...(planDate === undefined ? {} : { planDate }),
      nodePools: { gpu: { gpu: Gpu.H100_SXM, nodes: 5, usdPerGpuHour: 2.4, priceAsOf: '2026-03-24' }, cpu: { nodes: 2 } },
    });
    const pool = new InferencePool(stack, 'model', {
      cluster,
      model: Model.LLAMA_3_1_8B_INSTRUCT,
      quantization: 'fp8',
      kvCacheDtype: 'fp8',
      gpu: Gpu.H100_SXM,
      replicas: 5,
      maxContextTokens: 8_192,
      // Its published supply: 22,000 interactions of 950 tokens an hour, 350 of them written.
      measured: { tokensPerSecond: (22_000 * 350) / 3_600 },
    });
    const router =
      external === undefined
        ? {}
        : {
            router: new LiteLLMRouter(stack, 'router', {
              cluster,
              replicas: 1,
              externalModels: { big: external },
              fallbacks: Object.fromEntries(roles.map((name) => [name, ['big']])),
            }),
          };
    const request = { inputTokens: 600, outputTokens: 350, perMinute: tokensPerMinute / 950 };
    new AgentFleet(stack, 'f', {
      cluster,
      topology: Topology.flat({ agents: roles }),
      concurrentWorkflows: 1_000 / roles.length,
      roles: Object.fromEntries(roles.map((name) => [name, { pool, contextTokens: 4_096, request, ...role }])),
      sessionStore: false,
      stateStore: false,
      runtime: { framework: 'custom', image: 'registry.example.com/agents:1.0.0', replicas: 2 },
      ...router,
    });
  }, 's');
}

const moneyOf = ({ fleets }: FleetPlan, role = 0) => fleets[0]?.roles[role]?.economics;
const codesOf = ({ findings }: FleetPlan) => findings.map(({ code }) => code);

describe('F04: a thousand sessions', () => {
  test('200 tokens a minute each: the API costs $4.80 an hour, five GPUs $12.00', () => {
    const plan = thousandSessions({ tokensPerMinute: 200 }).plan();
    expect(moneyOf(plan)?.usdPerHour.plan).toBe(12);
    expect(moneyOf(plan)?.crossover).toMatchObject({ api: 'managed small', usdPerHour: 4.8, usdPerMillionTokens: 0.4, times: 2.5 });
    expect(plan.findings.find(({ code }) => code === 'AF-COST-004')).toMatchObject({
      severity: 'warning',
      prop: 'roles.worker.pool',
      allowed: '≥ 30.0 M tokens an hour',
    });
  });

  test('both cost the same at 500 tokens a minute and session: 30 M tokens an hour', () => {
    const found = moneyOf(thousandSessions({ tokensPerMinute: 500 }).plan())?.crossover;
    expect(found?.breakEvenTokensPerHour).toBe(30_000_000);
    expect(found?.times).toBeCloseTo(1, 4);
  });

  test('the break-even use is that of the hours that are paid: 28.7 %, whatever the traffic', () => {
    const uses = [100, 200, 600].map((tokensPerMinute) => moneyOf(thousandSessions({ tokensPerMinute }).plan())?.crossover?.breakEvenUse);
    for (const use of uses) expect(use).toBeCloseTo(0.287, 3);
  });

  test('above it the GPUs are cheaper and nothing is said', () => {
    const plan = thousandSessions({ tokensPerMinute: 800 }).plan();
    expect(moneyOf(plan)?.crossover?.times).toBeLessThan(1);
    expect(codesOf(plan)).not.toContain('AF-COST-004');
  });

  test('a role that shares its pool is compared, and not warned about: the pool would stay', () => {
    const plan = thousandSessions({ tokensPerMinute: 200, roles: ['writer', 'editor'] }).plan();
    expect(moneyOf(plan)?.crossover?.times).toBeCloseTo(2.5, 6);
    expect(moneyOf(plan)?.crossover?.breakEvenUse).toBeNull();
    expect(codesOf(plan)).not.toContain('AF-COST-004');
  });

  test('without an API there is nothing to compare', () => {
    expect(moneyOf(thousandSessions({ tokensPerMinute: 200, role: {} }).plan())).not.toHaveProperty('crossover');
  });
});

describe('an external model that takes over is the API of the role', () => {
  const props = { model: 'small-1', key: SecretRef.existing('provider', 'key'), maxContextTokens: 128_000, cidrs: ['203.0.113.0/24'] };
  const costs = { input: 0.1, output: 0.8, cachedInput: 0.05, asOf: '2026-10-01' };

  test('with its own prices of prompts and answers', () => {
    const external = ExternalModel.openAi({ ...props, costPerMillionTokens: costs });
    const found = moneyOf(thousandSessions({ tokensPerMinute: 200, role: {}, external }).plan())?.crossover;
    expect(found).toMatchObject({ api: 'small-1 at api.openai.com', asOf: '2026-10-01' });
    expect(found?.usdPerHour).toBeCloseTo((12e6 / 950 / 1e6) * (600 * 0.1 + 350 * 0.8), 6);
  });

  test('and without prices it is none', () => {
    const plan = thousandSessions({ tokensPerMinute: 200, role: {}, external: ExternalModel.openAi(props) }).plan();
    expect(moneyOf(plan)).not.toHaveProperty('crossover');
  });
});

describe('F42: a support service on an H100', () => {
  const plan = synthesize((app) => supportConversations(app), 'support').plan();
  const found = moneyOf(plan)?.crossover;

  test('$48.24 a day against $4.00 where each token is counted once, 12 times as much', () => {
    expect(24 * (found?.usdPerHourCountedOnce ?? 0)).toBeCloseTo(4, 4);
    expect((moneyOf(plan)?.usdPerDay ?? 0) / 24 / (found?.usdPerHourCountedOnce ?? 1)).toBeCloseTo(12.06, 2);
  });

  test('and twice as much as what an API bills, with the history that each turn sends again', () => {
    expect(found).toMatchObject({ usdPerHour: 1, times: 2.01 });
  });

  test('both are said, as money (AF-COST-004) and as advice on a bursty role (AF-RTE-006)', () => {
    const said = plan.findings.find(({ code }) => code === 'AF-COST-004');
    expect(said?.details?.map(({ text }) => text).join(' ')).toContain('12.1 times');
    expect(plan.findings.find(({ code }) => code === 'AF-RTE-006')).toMatchObject({ severity: 'info', prop: 'roles.assistant.pool' });
  });
});

test('the break-even lies where both cost the same, at every price', () => {
  const amounts = fc.double({ min: 0.01, max: 50, noNaN: true });
  fc.assert(
    fc.property(amounts, amounts, fc.double({ min: 0.5, max: 20, noNaN: true }), (input, output, usdPerHour) => {
      const tokens = hourlyTokens({ requestsPerSecond: 2, inputTokens: 900, cachedInputTokens: 300, outputTokens: 100 });
      const found = crossover({ usdPerHour, use: 0.2 }, tokens, { ...SMALL, input, output });
      const scale = (found?.breakEvenTokensPerHour ?? 0) / allTokens(tokens);
      expect((found?.usdPerHour ?? 0) * scale).toBeCloseTo(usdPerHour, 2);
      expect((found?.breakEvenUse ?? 0) / 0.2).toBeCloseTo(scale, 2);
    }),
  );
});

test('AF-COST-005: the price of an API is as old as that of a GPU', () => {
  const { findings } = thousandSessions({ tokensPerMinute: 200, planDate: '2026-11-29' }).plan();
  const props = findings.filter(({ code }) => code === 'AF-COST-005').map(({ prop }) => prop);
  expect(props.sort()).toEqual(['nodePools.gpu.priceAsOf', 'roles.worker.apiAlternative.asOf']);
});

describe('what the router counts as spend', () => {
  const paramsOf = (template: FleetTemplate): Record<string, number> => {
    const config = template.manifests().find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'f-router');
    const data = config?.['data'] as Record<string, string> | undefined;
    const { model_list } = parse(data?.['config.yaml'] ?? '', { version: '1.1' });
    return model_list[0].litellm_params;
  };

  test('is the cost of the GPUs at the planned traffic: price × tokens', () => {
    const template = thousandSessions({ tokensPerMinute: 200 });
    const params = paramsOf(template);
    const tokens = template.plan().pools[0]?.economics?.tokensPerHour;
    const spend =
      (tokens?.input ?? 0) * (params['input_cost_per_token'] ?? 0) + (tokens?.output ?? 0) * (params['output_cost_per_token'] ?? 0);
    expect(spend).toBeCloseTo(12, 4);
    expect(params['cache_read_input_token_cost']).toBe(params['input_cost_per_token']);
  });
});

describe('refused', () => {
  test.each([
    ['apiAlternative.asOf', { ...SMALL, asOf: 'March' }],
    ['apiAlternative.asOf', { name: 'x', input: 1, output: 1 }],
    ['apiAlternative.input', { ...SMALL, input: -1 }],
    ['apiAlternative.output', { ...SMALL, output: '0.4' }],
    ['apiAlternative.cachedInput', { ...SMALL, cachedInput: Number.NaN }],
    ['apiAlternative.name', { ...SMALL, name: '' }],
    ['apiAlternative', { ...SMALL, mixed: 0.4 }],
    ['apiAlternative', 'openai'],
  ])('%s: %j', (prop, apiAlternative) => {
    expect(() => thousandSessions({ tokensPerMinute: 200, role: { apiAlternative } })).toThrow(new RegExp(`roles.worker.${prop}`));
  });

  const props = { model: 'm', key: SecretRef.existing('provider', 'key'), maxContextTokens: 8_000 };
  test.each([
    ['costPerMillionTokens.asOf', { costPerMillionTokens: { input: 1, output: 2 } }],
    ['costPerMillionTokens.asOf', { costPerMillionTokens: { input: 1, output: 2, asOf: '2026-3' } }],
    ['timeoutSeconds', { timeoutSeconds: 0 }],
    ['timeoutSeconds', { timeoutSeconds: 1.5 }],
    ['streamTimeoutSeconds', { streamTimeoutSeconds: 100_000 }],
    ['streamTimeoutSeconds', { timeoutSeconds: 10, streamTimeoutSeconds: 20 }],
  ])('ExternalModel %s: %j', (prop, wrong) => {
    expect(() => ExternalModel.openAi({ ...props, ...wrong } as never)).toThrow(new RegExp(prop));
  });
});
