/** Every answer passes an ordinary synthesis: the program that is written for it runs, and its plan is the answer. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { isFleetError } from '../../lib/core/fleet-error';
import { Engine, type FleetToPlanProps, fleetCode, planFleet, type RoleToPlanProps } from '../../lib/planner';
import { programName } from '../../lib/planner/code/program-names';
import { Cluster } from '../../lib/platform/cluster';
import { FleetPlatform } from '../../lib/platform/fleet-platform';
import { TerraformStack, Testing } from '../../lib/terraform/engine';
import { runs } from '../support/runs';
import { synthesize } from './runs-code';
import { as, JULY, L8, L70 } from './support';

/** The same pools at the same price, none of them refused or uncertain. */
function expectSame(question: FleetToPlanProps): void {
  const plan = planFleet(question);
  const { pools, costPerHour } = synthesize(fleetCode(question, plan), plan.name);
  expect(pools.map(({ name, verdict }) => [name, verdict])).toEqual(plan.pools.map(({ name, verdict }) => [name, verdict]));
  const gpuUsd = plan.pools.reduce((sum, { usdPerHour }) => sum + usdPerHour, 0);
  expect(costPerHour.floor).toBeCloseTo(gpuUsd, 2);
}

const F13: FleetToPlanProps = {
  name: 'research',
  roles: {
    planner: {
      sessions: 25,
      contextTokens: 12_000,
      latency: 'chat',
      models: [as(L70, 'fp8')],
      request: { outputTokens: 300, cachedTokens: 11_200 },
    },
    researcher: { sessions: 50, contextTokens: 8_000, models: [as(L8, 'checkpoint')] },
    reviewer: { sessions: 25, contextTokens: 4_000, models: [as(L8, 'checkpoint')], sharedPrefixTokens: 1_000 },
  },
  inventory: JULY,
};

test('the program for F13 is the example that is compiled with the library', () => {
  const example = readFileSync(join(__dirname, '../../examples/planner/recommended.ts'), 'utf8');
  expect(example).toContain(fleetCode(F13));
});

test.each<[string, FleetToPlanProps]>([
  ['F13', F13],
  [
    'conversations of a day',
    {
      roles: {
        support: {
          conversations: {
            perDay: 10_000,
            turns: 5,
            tokensPerTurn: 200,
            outputTokensPerTurn: 120,
            answerSeconds: 4,
            thinkSeconds: 20,
            keptSeconds: 30,
          },
          contextTokens: 1_500,
          latency: 'chat',
          models: [L8],
        },
      },
      inventory: { h100: JULY.h100 },
    },
  ],
  [
    'a role that may be interrupted in part, on two node pools of one card',
    {
      roles: { batch: { sessions: 200, contextTokens: 8_192, models: [L8], interruptible: { floorSessions: 50 } } },
      inventory: { l40: JULY.l40, 'l40-spot': { ...JULY.l40, usdPerGpuHour: 0.4, purchase: 'spot' } },
    },
  ],
  [
    'another engine, and a role at an API',
    {
      roles: {
        writer: { sessions: 30, contextTokens: 4_096, models: [Model.QWEN3_8B], minReplicas: 2 },
        tagger: {
          sessions: 1,
          contextTokens: 1_000,
          models: [Model.QWEN3_8B],
          request: { outputTokens: 10, perMinute: 1 },
          apis: ['small'],
          dedicated: true,
        },
      },
      inventory: { h100: JULY.h100, l40: JULY.l40 },
      apis: { small: { usdPerMTokens: 0.4, priceAsOf: '2026-11-01' } },
      engines: [Engine.sglang()],
    },
  ],
  [
    'slices of one card, a shared one, and nodes that are paid whole',
    {
      roles: {
        router: { sessions: 5, contextTokens: 4_096, models: [as(L8, 'fp8')], dedicated: true },
        tagger: { sessions: 4, contextTokens: 2_048, models: [Model.QWEN3_8B], dedicated: true, survivesReplicaLoss: true },
        writer: { sessions: 6, contextTokens: 4_096, models: [as(L8, 'fp8')] },
        critic: { sessions: 6, contextTokens: 4_096, models: [as(Model.QWEN3_8B, 'fp8')], gpus: [Gpu.L40S] },
      },
      inventory: {
        h100: { ...JULY.h100, gpusPerNode: 2, mig: true },
        l40s: { gpu: Gpu.L40S, usdPerGpuHour: 0.95, priceAsOf: '2026-07-03', gpusPerNode: 1, sharing: true, wholeNodes: true },
      },
    },
  ],
])('%s', (_, question) => {
  expectSame(question);
});

test('a role at an API is one of `apiRoles`: its sessions, its bill and the price of the router are those of the question', () => {
  const request = { inputTokens: 900, cachedTokens: 100, outputTokens: 10, perMinute: 1 };
  const tagger: RoleToPlanProps = {
    sessions: 4,
    contextTokens: 1_000,
    models: [Model.QWEN3_8B],
    request,
    apis: ['small'],
    dedicated: true,
  };
  const question: FleetToPlanProps = {
    name: 'tagged',
    roles: { writer: { sessions: 30, contextTokens: 4_096, models: [L8] }, tagger },
    inventory: { l40: JULY.l40 },
    apis: { small: { inputUsdPerMTokens: 0.4, outputUsdPerMTokens: 1.6, cachedInputUsdPerMTokens: 0.1, priceAsOf: '2026-11-01' } },
  };
  const plan = planFleet(question);
  const code = fleetCode(question, plan);
  expect(code).toContain('const externalSmall = ExternalModel.openAiCompatible({');
  expect(code).toContain("costPerMillionTokens: { input: 0.4, output: 1.6, cachedInput: 0.1, asOf: '2026-11-01' }");
  const { fleets } = synthesize(code, 'tagged') as unknown as {
    fleets: { apiRoles: { name: string; sessions: number; economics: { usdPerHour: { plan: number } } }[] }[];
  };
  const [written] = fleets[0]?.apiRoles ?? [];
  expect([written?.name, written?.sessions]).toEqual(['tagger', 4]);
  expect(written?.economics.usdPerHour.plan).toBeCloseTo(plan.roles.find(({ name }) => name === 'tagger')?.usdPerHour ?? 0, 2);
  const undated = fleetCode({ ...question, apis: { small: { usdPerMTokens: 0.4 } } });
  expect(undated).not.toContain('costPerMillionTokens');
  expect(() => synthesize(undated, 'tagged')).not.toThrow();
});

const BGE: RoleToPlanProps = { sessions: 4, contextTokens: 2_048, models: [Model.BGE_M3] };
const WRITER: RoleToPlanProps = { sessions: 30, contextTokens: 4_096, models: [L8] };

describe('models that embed or rank', () => {
  test('are the embeddings and the reranker of the fleet, and no roles of it', () => {
    const ranker: RoleToPlanProps = { sessions: 4, contextTokens: 2_048, models: [Model.BGE_RERANKER_V2_M3] };
    const question = { roles: { writer: WRITER, finder: BGE, ranker }, inventory: { l40: JULY.l40 } };
    expectSame(question);
    const code = fleetCode(question);
    expect(code).toContain('embeddings: bgeM3,');
    expect(code).toContain('reranker: bgeRerankerV2M3,');
    expect(code).toContain("agents: ['writer']");
  });

  test('beyond one of a kind have a pool, and a note', () => {
    const question = { roles: { writer: WRITER, near: BGE, far: { ...BGE, dedicated: true } }, inventory: { l40: JULY.l40 } };
    expectSame(question);
    expect(fleetCode(question)).toMatch(/\/\/ bgeM32 serves (near|far): a fleet has one pool of embeddings/);
  });

  test('alone have pools and no fleet', () => {
    const question = { roles: { finder: BGE }, inventory: { h100: { ...JULY.h100, mig: true } } };
    expectSame(question);
    expect(fleetCode(question)).not.toContain('new AgentFleet(');
    expect(fleetCode(question)).toContain('// bgeM3 serves finder: hand it to a fleet as its embeddings');
  });

  test('are served by no engine that knows language models alone', () => {
    const question = { roles: { finder: BGE }, inventory: { l40: JULY.l40 } };
    for (const engine of [Engine.sglang(), Engine.tensorRtLlm(), Engine.rayServe()]) {
      expect(() => planFleet({ ...question, engines: [engine] })).toThrow('AF-PLAN-001');
    }
    expectSame({ ...question, engines: [Engine.sglang(), Engine.vllm()] });
  });
});

describe('names that somebody has already', () => {
  test.each(['platform', 'constructor', 'default', 'kube-system', 'keda', 'monitoring', 'cnpg-system', 'llama-3-1-8b-instruct'])(
    'a fleet called %s',
    (name) => {
      const question = { name, roles: { writer: WRITER }, inventory: { l40: JULY.l40 } };
      expect(synthesize(fleetCode(question), `${name}-fleet`).pools).toHaveLength(1);
    },
  );

  test('every namespace of the operators', () => {
    const app = Testing.app();
    const stack = new TerraformStack(app, 'all');
    const all = { rayOperator: {}, leaderWorkerSet: {} };
    new FleetPlatform(stack, 'operators', { cluster: Cluster.fromKubeconfig({ context: 'prod' }), ...all });
    const releases = Object.values(JSON.parse(Testing.synth(stack)).resource.helm_release) as { namespace: string }[];
    for (const { namespace } of releases) {
      const plan = { ...planFleet({ roles: { writer: WRITER }, inventory: { l40: JULY.l40 } }), name: namespace };
      expect(programName(plan)).toBe(`${namespace}-fleet`);
    }
  });

  test('two APIs of which the variables would be one', () => {
    const tagger = (api: string): RoleToPlanProps => ({
      sessions: 1,
      contextTokens: 1_000,
      models: [Model.QWEN3_8B],
      request: { outputTokens: 10, perMinute: 1 },
      apis: [api],
      dedicated: true,
    });
    const apis = { 'small-1': { usdPerMTokens: 0.01 }, small1: { usdPerMTokens: 0.01 } };
    expectSame({ roles: { writer: WRITER, one: tagger('small-1'), other: tagger('small1') }, inventory: { l40: JULY.l40 }, apis });
  });
});

describe('engines that need something beside them', () => {
  const ask = (engine: Engine): FleetToPlanProps => ({
    roles: { writer: WRITER },
    inventory: { l40s: { ...JULY.l40, gpu: Gpu.L40S } },
    engines: [engine],
  });

  test('an operator is installed', () => {
    expectSame(ask(Engine.rayServe()));
    expect(fleetCode(ask(Engine.rayServe()))).toContain('rayOperator: {}');
  });

  test('an image that starts as root makes place for one of yours', () => {
    expectSame(ask(Engine.textGenerationInference()));
    expect(fleetCode(ask(Engine.textGenerationInference()))).toContain("image: 'registry.example.com/tgi'");
  });

  test('an image of yours stays', () => {
    const image = 'registry.acme.example/vllm';
    const digest = `sha256:${'a'.repeat(64)}`;
    expect(fleetCode(ask(Engine.vllm({ image, digest })))).toContain(`image: '${image}'`);
    expect(fleetCode(ask(Engine.vllm({ image, digest })))).toContain(`digest: '${digest}'`);
  });
});

test('a fleet that is wholly at an API has no program, but a note', () => {
  const role: RoleToPlanProps = {
    sessions: 1,
    contextTokens: 1_000,
    models: [L8],
    request: { outputTokens: 10, perMinute: 1 },
    apis: ['small'],
  };
  expect(fleetCode({ roles: { tagger: role }, inventory: JULY, apis: { small: { usdPerMTokens: 0.4 } } })).toMatch(
    /^\/\/ tagger is cheaper at the API small \(\$0\.02 an hour\)/,
  );
});

const role: fc.Arbitrary<RoleToPlanProps> = fc.record(
  {
    sessions: fc.integer({ min: 1, max: 120 }),
    contextTokens: fc.integer({ min: 1_000, max: 30_000 }),
    models: fc.constantFrom([L8], [as(L70, 'fp8')], [as(Model.QWEN3_8B, 'checkpoint', 'awq')], [Model.QWEN3_30B_A3B_INSTRUCT_2507]),
    latency: fc.constantFrom('background' as const, 'chat' as const),
    survivesReplicaLoss: fc.boolean(),
    // Some of them hold more than a session: such a question is refused, and never answered with what a synthesis refuses.
    sharedPrefixTokens: fc.constantFrom(500, 500, 500, 500, 4_000, 20_000),
    request: fc.record(
      {
        outputTokens: fc.constantFrom(100, 100, 200, 200, 1_000),
        perMinute: fc.constantFrom(0.5, 2),
        cachedTokens: fc.constantFrom(400, 400, 400, 400, 400, 10_000),
        inputTokens: fc.constantFrom(700, 700, 700, 700, 3_000),
      },
      { requiredKeys: ['outputTokens'] },
    ),
  },
  { requiredKeys: ['sessions', 'contextTokens', 'models'] },
);

function isRefused(question: FleetToPlanProps): boolean {
  try {
    planFleet(question);
    return false;
  } catch (error) {
    if (!isFleetError(error) || !/^AF-(?:PLAN|SPEC)-/.test(error.code)) throw error;
    return true;
  }
}

test('answers to random questions synthesize as planned', () => {
  const planned: number[] = [];
  fc.assert(
    fc.property(fc.array(role, { minLength: 1, maxLength: 4 }), (list) => {
      const question: FleetToPlanProps = {
        roles: Object.fromEntries(list.map((one, index) => [`role-${index}`, one])),
        inventory: { ...JULY, h100: { ...JULY.h100, mig: true }, l40s: { gpu: Gpu.L40S, gpusPerNode: 4, nodes: 6, sharing: true } },
      };
      if (isRefused(question)) return;
      expectSame(question);
      planned.push(1);
    }),
    { numRuns: runs(3, 200) },
  );
  expect(planned.length).toBeGreaterThan(runs(0, 60));
});
