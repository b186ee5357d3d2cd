/** The share of a GPU is one thing to one engine and another to the next: each is planned, judged and explained by its own. */
import { TerraformStack, Testing } from 'cdktf';
import { Cluster, Engine, InferencePool, type InferencePoolProps, isFleetError, registerEngine } from 'cdktf-agent-fleet';
import {
  engineModelIds,
  engineModelOf,
  engineToSize,
  Gpu,
  judgePool,
  Model,
  modelByAccounting,
  type PoolInput,
  type ReplicaSpec,
  sizeReplica,
  UNCOMPARED_LATENCY,
} from '../../../lib/capacity';
import { sizeLine } from '../../../lib/sizing/size-line';
import { FleetTemplate } from '../../../lib/testing';
import { checkedAlone } from '../../setup/checked-alone';
import { TOY, toyAdapter } from '../../support/toy-engine';

const replicaOn = (id: string, change: Partial<ReplicaSpec> = {}): ReplicaSpec => ({
  model: Model.LLAMA_3_1_8B_INSTRUCT,
  gpu: Gpu.H100_SXM,
  engine: engineToSize(id) as ReplicaSpec['engine'],
  tensorParallel: 1,
  quantization: 'checkpoint',
  kvCacheDtype: 'auto',
  gpuMemoryUtilization: 0.9,
  maxContextTokens: 8_192,
  ...change,
});

function judged(replica: ReplicaSpec, sessions = 4) {
  const pool: PoolInput = {
    name: 'p',
    replica,
    replicas: 1,
    maxReplicas: 1,
    demands: [{ fleet: 'f', role: 'r', sessions, contextTokens: 4_000, formula: 'given' }],
    pricePerGpuHour: null,
  };
  return judgePool(pool);
}

test('every engine says which input carries its share, and what it is a share of', () => {
  const shares = Object.fromEntries(engineModelIds().map((id) => [id, engineModelOf(replicaOn(id)).memoryShare]));
  expect(Object.fromEntries(Object.entries(shares).map(([id, { input }]) => [id, input]))).toMatchObject({
    vllm: 'gpuMemoryUtilization',
    'ray-serve': 'gpuMemoryUtilization',
    sglang: 'engineMemoryFraction',
    'tensorrt-llm': 'engineMemoryFraction',
    tgi: 'engineMemoryFraction',
    ollama: null,
  });
  for (const { input, meaning } of Object.values(shares)) expect(meaning).toMatch(input === null ? /^none/ : /^share of .{20}/);
});

test('the same number gives SGLang more cache than vLLM: activations and graphs are not in its fraction', () => {
  const cache = (replica: ReplicaSpec) => sizeReplica(replica).kvCacheGiB;
  expect(cache(replicaOn('sglang', { engineMemoryFraction: 0.9 }))).toBeGreaterThan(
    cache(replicaOn('vllm', { gpuMemoryUtilization: 0.9 })) + 1,
  );
});

describe('rules about a share of the reported memory', () => {
  const RULES = ['AF-CAP-003', 'AF-CAP-005'];
  const said = (replica: ReplicaSpec) =>
    judged(replica)
      .findings.filter(({ code }) => RULES.includes(code))
      .map(({ code }) => code);

  test.each(['sglang', 'tensorrt-llm', 'tgi', 'ollama'])('do not speak of %s, whose share is another thing', (id) => {
    for (const share of [0.5, 0.75, 0.97]) {
      expect(said(replicaOn(id, { gpuMemoryUtilization: share, engineMemoryFraction: 0.8 }))).toEqual([]);
    }
  });

  test.each(['vllm', 'ray-serve'])('speak of %s', (id) => {
    expect(said(replicaOn(id, { gpuMemoryUtilization: 0.97 }))).toEqual(RULES);
    expect(said(replicaOn(id, { gpuMemoryUtilization: 0.8 }))).toEqual(['AF-CAP-005']);
  });
});

test.each(['vllm', 'sglang', 'tensorrt-llm', 'tgi'])(
  'the arithmetic of a refusal on %s multiplies by no share that the engine does not read',
  (id) => {
    const refusal = judged(replicaOn(id, { engineMemoryFraction: 0.7 }), 4_000).findings.find(({ details }) => details !== undefined);
    const text = refusal?.details?.find(({ label }) => label === 'per GPU')?.text ?? '';
    const [, physical, budget] = /^([\d.]+) GiB × 0\.90 = ([\d.]+)/.exec(text) ?? [];
    expect(text).toMatch(/^[\d.]+ GiB/);
    if (id === 'vllm') expect(Number(budget)).toBeCloseTo(Number(physical) * 0.9, 0);
    else expect(text).not.toContain('×');
  },
);

describe('agent-fleet size', () => {
  const notes = (engine: string) => {
    const answer = sizeLine({
      model: 'meta-llama/Llama-3.1-8B-Instruct',
      gpu: 'H100 SXM',
      engine,
      gpuMemoryUtilization: 0.8,
      ...(engine === 'ollama' ? { quantization: 'q8_0' } : {}),
    });
    return JSON.stringify(answer);
  };

  test.each([
    ['sglang', /0\.8 is taken as --mem-fraction-static: share of what is free before the weights load/],
    ['tensorrt-llm', /0\.8 is taken as --kv_cache_free_gpu_memory_fraction: share of what weights and activations leave free/],
    ['tgi', /0\.8 is taken as CUDA_MEMORY_FRACTION/],
    ['ollama', /gpuMemoryUtilization: does not change the ollama accounting/],
  ])('tells %s what the share was taken for', (engine, note) => {
    expect(notes(engine)).toMatch(note);
  });

  test('says nothing of vLLM, whose share it is', () => {
    expect(notes('vllm')).toContain('verdict');
    expect(notes('vllm')).not.toContain('is taken as');
  });
});

/** An engine whose fraction is for weights and cache alone. */
const STATIC = { ...TOY, id: 'static-toy', name: 'Static Toy' };
registerEngine({
  ...toyAdapter,
  definition: STATIC,
  sizing: modelByAccounting({
    id: STATIC.id,
    name: STATIC.name,
    spelled: /^static-toy$/,
    compared: 'made up for tests',
    unread: [],
    memoryShare: { input: 'engineMemoryFraction', setting: '--static', meaning: 'share of the memory for weights and cache' },
    latency: UNCOMPARED_LATENCY,
    accounting: ({ engineMemoryFraction = 0.9 }) => ({
      budget: ({ physical }) => physical.perGpuGiB * engineMemoryFraction,
      kvCache: ({ budget, weights }) => budget - weights,
      bandGiB: () => 1,
    }),
  }),
});

describe('a pool', () => {
  function problemsOf(props: Partial<InferencePoolProps>) {
    const app = Testing.app();
    const base = { cluster: Cluster.inCluster(), model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.H100_SXM, maxContextTokens: 8_192 };
    try {
      new InferencePool(new TerraformStack(app, 's'), 'p', { ...base, ...props });
      return { problems: [], plan: FleetTemplate.synth(checkedAlone(app), 's').plan() };
    } catch (error) {
      if (isFleetError(error)) return { problems: error.problems, plan: undefined };
      throw error;
    }
  }

  test('on vLLM takes gpuMemoryUtilization and refuses engineMemoryFraction', () => {
    const [problem, ...others] = problemsOf({ engineMemoryFraction: 0.8 }).problems;
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'AF-ENG-035', path: 's/p', prop: 'engineMemoryFraction', value: 0.8 });
    expect(problem?.allowed).toContain('gpuMemoryUtilization (--gpu-memory-utilization)');
    expect(problem?.repairs[0]).toMatchObject({ changes: [{ field: 'engineMemoryFraction', op: 'remove' }] });
    expect(problemsOf({ gpuMemoryUtilization: 0.88 }).plan?.pools[0]?.limits).toMatchObject({ gpuMemoryUtilization: 0.88 });
    expect(problemsOf({}).plan?.pools[0]?.limits).toMatchObject({ gpuMemoryUtilization: 0.9 });
  });

  test('on an engine with a fraction of its own takes that and refuses gpuMemoryUtilization', () => {
    const engine = Engine.of(STATIC);
    const [problem] = problemsOf({ engine, toolCalling: false, gpuMemoryUtilization: 0.9 }).problems;
    expect(problem).toMatchObject({ code: 'AF-ENG-035', prop: 'gpuMemoryUtilization', value: 0.9 });
    expect(problem?.allowed).toContain('engineMemoryFraction (--static)');
    const cache = (engineMemoryFraction: number) => {
      const pool = problemsOf({ engine, toolCalling: false, engineMemoryFraction }).plan?.pools[0];
      expect(pool?.limits).toMatchObject({ gpuMemoryUtilization: null, engineMemoryFraction });
      return pool?.memory.kvGiBPerReplica ?? 0;
    };
    expect(cache(0.8)).toBeGreaterThan(cache(0.6));
  });

  test.each([0, 1, -0.5, 1.2, Number.NaN, '0.8'])('refuses %p as a fraction', (value) => {
    expect(problemsOf({ engineMemoryFraction: value as number }).problems).toContainEqual(
      expect.objectContaining({ code: 'AF-SPEC-001', prop: 'engineMemoryFraction' }),
    );
  });
});
