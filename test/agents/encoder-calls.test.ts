/** Calls of embeddings and of a ranking are tokens a second on the pools of encoders: sized, scaled and shown by them. */

import { App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  type AgentFleetProps,
  Cluster,
  ExternalModel,
  Gpu,
  InferencePool,
  type InferencePoolProps,
  Model,
  type RoleProps,
  Scaling,
  SecretRef,
  Topology,
} from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import type { FleetError } from '../../lib/core/fleet-error';
import { checkedAlone } from '../setup/checked-alone';
import { templateOf } from '../setup/template-of';
import { runs } from '../support/runs';

interface Asked {
  readonly role?: Partial<RoleProps>;
  readonly fleet?: Partial<AgentFleetProps>;
  readonly embedder?: Partial<InferencePoolProps>;
  readonly ranker?: boolean;
}

const CALLS = { embeddingCalls: { perRequest: 2, tokens: 300 } };
const REQUEST = { inputTokens: 600, outputTokens: 350, perMinute: 1 };

function made({ role = CALLS, fleet = {}, embedder = {}, ranker = false }: Asked = {}) {
  const stack = new TerraformStack(new App(), 'rag');
  const cluster = Cluster.fromKubeconfig({ context: 'prod' });
  const encoder = (id: string, model: Model, more: Partial<InferencePoolProps> = {}) =>
    new InferencePool(stack, id, { cluster, model, gpu: Gpu.L40S, maxContextTokens: 2_048, ...more });
  const embeddings = encoder('embedder', Model.BGE_M3, embedder);
  const reranker = ranker ? encoder('ranker', Model.BGE_RERANKER_V2_M3) : undefined;
  const workers = new InferencePool(stack, 'workers', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.H100_SXM,
    replicas: 60,
    maxContextTokens: 4_096,
  });
  new AgentFleet(stack, 'agents', {
    cluster,
    topology: Topology.flat({ agents: ['worker'] }),
    concurrentWorkflows: 2_000,
    roles: { worker: { pool: workers, contextTokens: 2_000, request: REQUEST, ...role } },
    embeddings,
    ...(reranker === undefined ? {} : { reranker }),
    runtime: { framework: 'langgraph', image: 'registry.example.com/agents:1' },
    ...fleet,
  });
  return { stack, embeddings, reranker, workers };
}

test('2,000 agents with two embeddings of 300 tokens for each of their requests ask 20,000 tokens a second', () => {
  const { embeddings } = made({ embedder: { measured: { tokensPerSecond: 30_000 } } });
  const { demand, verdict } = embeddings.view();
  expect(demand.planned).toEqual([
    {
      fleet: 'agents',
      role: 'worker',
      sessions: 0,
      contextTokens: 300,
      formula: '2 calls for each of 33.33 requests/s × 300 tokens',
      rate: { requestsPerSecond: expect.closeTo(66.67, 2), inputTokens: 300, outputTokens: 0 },
    },
  ]);
  expect(verdict.throughput?.demandTokensPerSecond).toBeCloseTo(20_000, 3);
  expect(verdict.verdict).toBe('fits');
});

test.each<[string, Partial<InferencePoolProps>, string]>([
  ['what nobody has measured is uncertain', {}, 'uncertain'],
  ['one card that reads 15,000 is not enough', { measured: { tokensPerSecond: 15_000 } }, 'rejected'],
  ['two of them are', { measured: { tokensPerSecond: 15_000 }, replicas: 2 }, 'fits'],
  ['above 85 % of what is read queues grow', { measured: { tokensPerSecond: 21_000 } }, 'tight'],
])('%s', (_, embedder, expected) => {
  expect(made({ embedder }).embeddings.verdict().verdict).toBe(expected);
});

test('the plan shows what is asked of the encoder, and what its tokens cost', () => {
  const { stack } = made({ embedder: { measured: { tokensPerSecond: 30_000 } }, fleet: { concurrentWorkflows: 200 } });
  const pool = templateOf(stack.node.root as App, 'rag')
    .plan()
    .pools.find(({ name }) => name === 'embedder');
  expect(pool?.throughput).toMatchObject({ demandTokensPerSecond: 2_000, supplyTokensPerSecond: 30_000 });
  expect(pool?.demand[0]?.rate).toMatchObject({ inputTokens: 300, outputTokens: 0 });
  expect(pool?.economics?.tokensPerHour?.input).toBe(7_200_000);
  expect(pool?.economics?.use).toBeCloseTo(2_000 / 30_000, 3);
});

test('at the peak the pool scales to what is asked then', () => {
  const embedder = { measured: { tokensPerSecond: 15_000 }, scaling: Scaling.queueDepth({ min: 2, max: 4 }) };
  const peak = (peakWorkflows: number) => made({ embedder, fleet: { peakWorkflows } }).embeddings.verdict();
  expect([peak(2_000).verdict, peak(5_000).verdict, peak(7_000).verdict]).toEqual(['fits', 'fits', 'rejected']);
  expect(made({ embedder, fleet: { peakWorkflows: 5_000 } }).embeddings.view().money.replicas).toMatchObject({ plan: 2, peak: 4 });
});

test('sessions may ask by the minute, and rank many documents at once', () => {
  const { reranker, workers } = made({
    role: { request: undefined, rerankCalls: { perMinute: 0.3, texts: 50, tokens: 400 } } as never,
    ranker: true,
  });
  expect(reranker?.view().demand.planned).toMatchObject([
    {
      sessions: 0,
      contextTokens: 400,
      formula: '2,000 sessions × 0.3 calls a minute × 50 texts of 400 tokens',
      rate: { requestsPerSecond: 10, inputTokens: 20_000 },
    },
  ]);
  expect(workers.view().demand.planned.map(({ sessions }) => sessions)).toEqual([2_000]);
});

test('conversations of a day ask as their hours do', () => {
  const { embeddings } = made({
    role: {
      request: undefined,
      conversations: {
        perDay: 86_400,
        turns: 3,
        tokensPerTurn: 600,
        outputTokensPerTurn: 200,
        answerSeconds: 4,
        burst: 1,
        curve: 'business-hours',
      },
      embeddingCalls: { perRequest: 1, tokens: 100 },
    } as never,
    fleet: { concurrentWorkflows: undefined } as never,
    embedder: { measured: { tokensPerSecond: 5_000 } },
  });
  const { demand, money } = embeddings.view();
  const perHour = Array.from({ length: 24 }, (_, hour) => demand.atHour?.(hour)[0]?.rate?.requestsPerSecond ?? 0);
  expect(perHour.reduce((sum, rate) => sum + rate, 0) / 24).toBeCloseTo(3, 1);
  expect(Math.max(...perHour)).toBeGreaterThan(Math.min(...perHour));
  expect(demand.peak[0]?.rate?.requestsPerSecond).toBeCloseTo(Math.max(...perHour), 6);
  expect(money.tokens?.input).toBeCloseTo(3 * 3_600 * 100, 0);
  expect(money.replicasByHour).toHaveLength(24);
});

test('a role that an external model answers asks the encoders of the fleet as well', () => {
  const model = ExternalModel.openAi({
    model: 'judge-1',
    key: SecretRef.existing('provider', 'key'),
    maxContextTokens: 8_000,
    cidrs: ['203.0.113.0/24'],
  });
  const { embeddings } = made({
    fleet: {
      topology: Topology.flat({ agents: ['worker', 'judge'] }),
      concurrentWorkflows: 60,
      apiRoles: {
        judge: {
          model,
          contextTokens: 2_000,
          request: { outputTokens: 100, perMinute: 4 },
          embeddingCalls: { perRequest: 0.5, tokens: 200 },
        },
      },
    },
  });
  const asked = embeddings.view().demand.planned.map(({ role, rate }) => [role, (rate?.requestsPerSecond ?? 0) * (rate?.inputTokens ?? 0)]);
  expect(asked).toEqual([
    ['worker', 600],
    ['judge', 400],
  ]);
});

test('texts that are longer than the encoder reads are refused', () => {
  const { embeddings } = made({
    role: { embeddingCalls: { perMinute: 1, tokens: 5_000 } },
    embedder: { measured: { tokensPerSecond: 1e6 } },
  });
  expect(embeddings.verdict().findings.map(({ code, severity }) => `${severity} ${code}`)).toContain('error AF-CAP-019');
});

test('the total is the sum over roles, whichever way they say it', () => {
  const anyCalls = fc.record({
    perMinute: fc.double({ min: 0.01, max: 20, noNaN: true }),
    texts: fc.integer({ min: 1, max: 40 }),
    tokens: fc.integer({ min: 1, max: 2_000 }),
  });
  fc.assert(
    fc.property(fc.array(anyCalls, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 500 }), (calls, workflows) => {
      const names = calls.map((_, index) => `role-${index}`);
      const stack = new TerraformStack(new App(), 'rag');
      const cluster = Cluster.fromKubeconfig({ context: 'prod' });
      const pool = new InferencePool(stack, 'workers', { cluster, model: Model.QWEN3_8B, gpu: Gpu.H100_SXM, maxContextTokens: 4_096 });
      const embeddings = new InferencePool(stack, 'e', {
        cluster,
        model: Model.BGE_M3,
        gpu: Gpu.L40S,
        maxContextTokens: 2_048,
        measured: { tokensPerSecond: 1e9 },
      });
      new AgentFleet(stack, 'agents', {
        cluster,
        topology: Topology.flat({ agents: names }),
        concurrentWorkflows: workflows,
        roles: Object.fromEntries(calls.map((one, index) => [`role-${index}`, { pool, contextTokens: 1_000, embeddingCalls: one }])),
        embeddings,
        runtime: { framework: 'langgraph', image: 'registry.example.com/agents:1' },
      });
      const expected = calls.reduce((sum, { perMinute, texts, tokens }) => sum + (workflows * perMinute * texts * tokens) / 60, 0);
      const asked = embeddings.verdict().throughput?.demandTokensPerSecond ?? 0;
      expect(Math.abs(asked - expected) / expected).toBeLessThan(1e-9);
    }),
    { numRuns: runs(12, 40) },
  );
});

const problemsOf = (asked: Asked) => {
  try {
    const { stack } = made(asked);
    checkedAlone(stack.node.root as App).synth();
    return [];
  } catch (error) {
    return (error as FleetError).problems.map(({ code, prop, severity }) => ({ code, prop, severity }));
  }
};

test.each<[string, object, string, string]>([
  [
    'how often nobody says',
    { request: undefined, embeddingCalls: { perRequest: 1, tokens: 10 } },
    'AF-SPEC-001',
    'roles.worker.embeddingCalls.perRequest',
  ],
  [
    'both ways at once',
    { embeddingCalls: { perRequest: 1, perMinute: 1, tokens: 10 } },
    'AF-SPEC-001',
    'roles.worker.embeddingCalls.perRequest',
  ],
  ['neither', { embeddingCalls: { tokens: 10 } }, 'AF-SPEC-001', 'roles.worker.embeddingCalls.perRequest'],
  ['no tokens', { embeddingCalls: { perMinute: 1 } }, 'AF-SPEC-001', 'roles.worker.embeddingCalls.tokens'],
  ['less than nothing', { embeddingCalls: { perMinute: -1, tokens: 10 } }, 'AF-SPEC-001', 'roles.worker.embeddingCalls.perMinute'],
  ['half a text', { embeddingCalls: { perMinute: 1, texts: 0.5, tokens: 10 } }, 'AF-SPEC-001', 'roles.worker.embeddingCalls.texts'],
  ['a ranking without a pool', { rerankCalls: { perMinute: 1, tokens: 10 } }, 'AF-ENG-051', 'roles.worker.rerankCalls'],
])('refused: %s', (_, role, code, prop) => {
  expect(problemsOf({ role: role as never })).toContainEqual({ code, prop, severity: 'error' });
});
