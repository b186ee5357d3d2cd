/** `agent-fleet size` and a pool with the same inputs never disagree: thousands of random replicas, over every engine. */
import * as fc from 'fast-check';
import { engineModelIds, judgePool, type ReplicaSpec, registerEngineModel, sizeReplica } from '../../lib/capacity';
import { engineToSize } from '../../lib/capacity/engines/registry';
import { answerPool } from '../../lib/capacity/fit/judge';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { inferencePoolSchema } from '../../lib/inference/inference-pool-schema';
import { replicaSpecOf } from '../../lib/inference/replica-spec';
import { Cluster } from '../../lib/platform/cluster';
import { sizeLine } from '../../lib/sizing/size-line';
import { runs } from '../support/runs';
import { TOY_SIZING } from '../support/toy-engine';

const CLUSTER = Cluster.inCluster();

/** Engines of users are asked in the same way. */
const unregister = registerEngineModel(TOY_SIZING);
afterAll(() => unregister());

/** `AGENT_FLEET_LONG_RUNS=1` asks for ten thousand. */
const RUNS = runs(200, 10_000);

const models = Model.all().filter(({ facts }) => facts.kind === 'llm');
const gpus = Gpu.all();

const question = fc.record({
  model: fc.constantFrom(...models),
  gpu: fc.constantFrom(...gpus),
  engine: fc.constantFrom(...engineModelIds()),
  version: fc.constantFrom('0.10.2', '0.19.0', '0.24.0', '0.28.0', '0.30.0', '0.33.0'),
  tensorParallel: fc.constantFrom(1, 1, 2, 4, 8),
  pipelineParallel: fc.constantFrom(1, 1, 1, 2),
  replicas: fc.constantFrom(1, 1, 2),
  maxContextTokens: fc.integer({ min: 1_024, max: 131_072 }),
  /** Share of the KV cache that the sessions take, about: the borders between the verdicts lie between 0.8 and 1.1. */
  fill: fc.option(fc.double({ min: 0.6, max: 1.2, noNaN: true }), { nil: null, freq: 4 }),
  contextShare: fc.double({ min: 0.01, max: 1, noNaN: true }),
  maxNumSeqs: fc.option(fc.integer({ min: 1, max: 512 }), { nil: null }),
  kvCacheDtype: fc.constantFrom('auto', 'fp8'),
  utilization: fc.constantFrom(0.8, 0.85, 0.9, 0.92, 0.95, 0.97),
});

type Question = typeof question extends fc.Arbitrary<infer T> ? T : never;

const contextOf = ({ maxContextTokens, contextShare }: Question) => Math.max(1, Math.round(maxContextTokens * contextShare));

/** As a line of `agent-fleet size`. */
function asLine(asked: Question): Record<string, unknown> {
  const sessions = sessionsOf(asked);
  return {
    model: asked.model.id,
    gpu: asked.gpu.id,
    repairs: false,
    engine: asked.engine,
    engineVersion: asked.version,
    tensorParallel: asked.tensorParallel,
    pipelineParallel: asked.pipelineParallel,
    dataParallel: asked.replicas,
    interconnect: 'nvlink',
    sampler: 'native',
    prefixCaching: true,
    compileCache: 'warm',
    gpuMemoryUtilization: asked.utilization,
    kvCacheDtype: asked.kvCacheDtype,
    maxModelLen: asked.maxContextTokens,
    maxNumSeqs: asked.maxNumSeqs,
    ...(sessions === null ? {} : { sessions, contextTokens: contextOf(asked) }),
  };
}

function replicaOf(asked: Question): ReplicaSpec {
  return {
    model: asked.model,
    gpu: asked.gpu,
    engine: engineToSize(asked.engine, asked.version),
    tensorParallel: asked.tensorParallel,
    pipelineParallel: asked.pipelineParallel,
    dataParallel: asked.replicas,
    quantization: 'checkpoint',
    kvCacheDtype: asked.kvCacheDtype as 'auto' | 'fp8',
    allowExperimentalFp8Kv: true,
    gpuMemoryUtilization: asked.utilization,
    engineMemoryFraction: asked.utilization,
    maxContextTokens: asked.maxContextTokens,
    nvlinkBridge: true,
    sampler: 'native',
    prefixCaching: true,
    ...(asked.maxNumSeqs === null ? {} : { maxNumSeqs: asked.maxNumSeqs }),
  };
}

function sessionsOf(asked: Question): number | null {
  if (asked.fill === null) return null;
  const { kvTokens } = sizeReplica(replicaOf(asked));
  return Math.max(1, Math.min(10_000, Math.round((asked.fill * kvTokens * asked.replicas) / contextOf(asked))));
}

/** As a replica and the demand of a pool. */
function verdictOfPool(asked: Question): string {
  const [replica, sessions] = [replicaOf(asked), sessionsOf(asked)];
  const demand = { fleet: 'fleet', role: 'role', formula: '', contextTokens: contextOf(asked) };
  return answerPool({
    name: 'pool',
    replica,
    replicas: asked.replicas,
    maxReplicas: asked.replicas,
    demands: sessions === null ? [] : [{ ...demand, sessions }],
    pricePerGpuHour: null,
  }).verdict;
}

test(`${RUNS} random replicas: size and the pool give one verdict`, () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(question, (asked) => {
      const answer = sizeLine(asLine(asked));
      if ('error' in answer) throw new Error(answer.error.message);
      seen.set(answer.verdict, (seen.get(answer.verdict) ?? 0) + 1);
      expect(answer.verdict).toBe(verdictOfPool(asked));
    }),
    { numRuns: RUNS, seed: 9 },
  );
  // All of them were met: an agreement about one answer alone would prove nothing.
  expect([...seen.keys()].sort()).toEqual(['fits', 'rejected', 'tight', 'uncertain']);
}, 600_000);

describe.each([
  ['vllm', '0.31.0'],
  ['sglang', '0.5.9'],
])('Llama 3.1 8B on an L40S with %s %s, sessions of 8,000 tokens', (engine, engineVersion) => {
  const pool = (sessions: number) =>
    judgePool({
      name: 'pool',
      replica: {
        model: Model.LLAMA_3_1_8B_INSTRUCT,
        gpu: Gpu.L40S,
        engine: engineToSize(engine, engineVersion),
        tensorParallel: 1,
        quantization: 'checkpoint',
        kvCacheDtype: 'auto',
        gpuMemoryUtilization: 0.9,
        maxContextTokens: 8_192,
      },
      replicas: 1,
      maxReplicas: 1,
      demands: [{ fleet: 'fleet', role: 'role', formula: '', sessions, contextTokens: 8_000 }],
      pricePerGpuHour: null,
    }).verdict;
  const size = (sessions: number) =>
    sizeLine({
      model: 'meta-llama/Llama-3.1-8B-Instruct',
      gpu: 'NVIDIA L40S',
      engine,
      engineVersion,
      // SGLang derives its own fraction, for a pool as well, unless somebody gives one.
      ...(engine === 'vllm' ? { gpuMemoryUtilization: 0.9 } : {}),
      maxModelLen: 8_192,
      sessions,
      contextTokens: 8_000,
    });

  test.each([18, 20, 22, 23, 24, 26, 30])('%d sessions', (sessions) => {
    expect(size(sessions)).toMatchObject({ verdict: pool(sessions) });
  });

  test('from fits to rejected, and not back', () => {
    const order = [16, 18, 20, 22, 24, 26].map(pool);
    expect([order[0], order.at(-1)]).toEqual(['fits', 'rejected']);
    expect(order.lastIndexOf('fits')).toBeLessThan(order.indexOf('rejected'));
  });
});

describe('whoever sizes with the defaults of a pool and writes the pool then', () => {
  const unsaid = { defaults: 'pool', repairs: false, interconnect: 'nvlink', sampler: 'native', prefixCaching: true, compileCache: 'warm' };
  const NODES = { nvlinkBridge: true, gpusPerNode: undefined, networkGbps: undefined, enginesPerCard: 1 };
  const asked = fc.record({
    // A pool takes no second format over that of the checkpoint.
    model: fc.constantFrom(...models.filter(({ facts }) => facts.nativeQuantization === null && facts.expertQuantization === null)),
    gpu: fc.constantFrom(...gpus),
    engine: fc.constantFrom('vllm', 'sglang'),
    maxContextTokens: fc.integer({ min: 1_024, max: 65_536 }),
    sessions: fc.integer({ min: 1, max: 60 }),
  });

  test.each(['checkpoint', 'fp8'])(
    'has one verdict: weights as %s',
    (quantization) => {
      const seen = new Set<string>();
      fc.assert(
        fc.property(asked, ({ model, gpu, engine, maxContextTokens, sessions }) => {
          const release = engine === 'vllm' ? Engine.vllm() : Engine.sglang();
          const spec = inferencePoolSchema.parse({ cluster: CLUSTER, model, gpu, quantization, maxContextTokens, engine: release });
          const replica = { ...replicaSpecOf(spec, release, NODES), sampler: 'native', prefixCaching: true } as const;
          const demand = { fleet: 'fleet', role: 'role', formula: '', sessions, contextTokens: maxContextTokens };
          const pool = answerPool({ name: 'pool', replica, replicas: 1, maxReplicas: 1, demands: [demand], pricePerGpuHour: null });
          const line = {
            ...unsaid,
            ...{ model: model.id, gpu: gpu.id, engine, engineVersion: release.version, maxModelLen: maxContextTokens },
            ...{ sessions, contextTokens: maxContextTokens, quantization },
          };
          const answer = sizeLine(line);
          if ('error' in answer) throw new Error(answer.error.message);
          seen.add(answer.verdict);
          expect(answer.verdict).toBe(pool.verdict);
        }),
        { numRuns: runs(70, 10_000), seed: 11 },
      );
      expect(seen.size).toBeGreaterThan(2);
    },
    300_000,
  );
});

test('with the defaults of the engine the answer says where a pool would have another verdict, and how to ask', () => {
  const line = { model: 'llama-3.1-8b-instruct', gpu: 'l40s', engineVersion: '0.31.0', maxModelLen: 8_192, contextTokens: 8_000 };
  const notesAt = (sessions: number, more = {}) => {
    const answer = sizeLine({ ...line, sessions, ...more });
    if ('error' in answer) throw new Error(answer.error.message);
    return [answer.verdict, answer.notes.filter((note) => note.includes('defaults'))] as const;
  };
  const told = Array.from({ length: 12 }, (_, index) => 17 + index).map((sessions) => {
    const [[verdict, notes], [ofPool, ofPoolNotes]] = [notesAt(sessions), notesAt(sessions, { defaults: 'pool' })];
    const other = `with the defaults of a pool the verdict is ${ofPool}, not ${verdict}: ask with defaults: pool`;
    expect(notes.includes(other)).toBe(verdict !== ofPool);
    expect(ofPoolNotes.join()).not.toContain('not ');
    return verdict !== ofPool;
  });
  expect(new Set(told)).toEqual(new Set([true, false]));
});
