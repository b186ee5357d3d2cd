/** Every rule with a pool that breaks it, and one that does not. */
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { renderRepair } from '../../lib/core/render-finding';
import { codes, FP8, judge, repairsOf, replica, sessions } from './support';

const LLAMA_70B = Model.LLAMA_3_3_70B_INSTRUCT;
const findingOf = (verdict: ReturnType<typeof judge>, code: string) => verdict.findings.find((finding) => finding.code === code);

test('a pool that is well planned has nothing to say', () => {
  expect(judge({ replica: replica(), demands: [sessions(20, 8_000)] }).findings).toEqual([]);
});

describe('AF-CAP-016: the weights alone do not fit', () => {
  const verdict = judge({ replica: replica({ model: LLAMA_70B }), demands: [sessions(1, 8_000)] });

  test('it is reported alone, with the budget', () => {
    expect(codes(verdict)).toEqual(['AF-CAP-016']);
    expect(findingOf(verdict, 'AF-CAP-016')?.message).toContain('131.4 GiB per GPU');
    expect(verdict.supplyGiB).toBe(0);
    expect(verdict.bottleneck).toBe('weights');
  });

  test('more GPUs repair it', () => {
    expect(repairsOf(verdict)).toContain('tensorParallel: 4');
  });
});

describe('AF-CAP-017: one request of the admitted length has to fit', () => {
  const verdict = judge({ replica: replica({ gpu: Gpu.RTX_4090, maxContextTokens: 131_072 }), demands: [sessions(1, 8_000)] });

  test('the message says what one request needs and what is there', () => {
    expect(findingOf(verdict, 'AF-CAP-017')).toMatchObject({ prop: 'maxContextTokens', value: 131_072 });
    expect(findingOf(verdict, 'AF-CAP-017')?.message).toMatch(
      /one request of 131,072 tokens needs 16\.0 GiB of KV cache; a replica holds 4\.\d GiB/,
    );
  });

  test('a lower cap repairs it', () => {
    expect(repairsOf(verdict).some((repair) => repair.startsWith('maxContextTokens ≤ 3'))).toBe(true);
  });
});

describe('AF-CAP-001: demand over supply', () => {
  test('the peak is held against the replicas that scaling may reach', () => {
    const peak = (maxReplicas: number) =>
      judge({ replica: replica(FP8), replicas: 1, maxReplicas, demands: [sessions(50, 8_192)], peakDemands: [sessions(300, 8_192)] });
    expect(peak(2).verdict).toBe('rejected');
    expect(repairsOf(peak(2))).toContain('scaling.max: 3');
    expect(peak(3).verdict).toBe('fits');
  });

  test('two fleets on one pool add up, and the message names both', () => {
    const verdict = judge({
      replica: replica(FP8),
      demands: [sessions(100, 8_192, 'coder', 'blue'), sessions(100, 8_192, 'coder', 'green')],
    });
    expect(codes(verdict)).toEqual(['AF-CAP-001']);
    expect(verdict.findings[0]?.message).toContain('blue/coder 100 × 8,192 + green/coder 100 × 8,192 tokens need 100.0 GiB');
    expect(verdict.findings[0]?.details?.filter((detail) => detail.label === 'demand')).toHaveLength(2);
  });
});

describe('AF-CAP-002: headroom', () => {
  const at = (count: number) => judge({ replica: replica(FP8), demands: [sessions(count, 8_192)] });

  test('15 % free fits, 10–15 % is tight, less is rejected', () => {
    expect([at(102), at(105), at(115)].map((verdict) => verdict.verdict)).toEqual(['fits', 'tight', 'rejected']);
    expect(findingOf(at(105), 'AF-CAP-002')?.severity).toBe('warning');
    expect(findingOf(at(115), 'AF-CAP-002')?.severity).toBe('error');
  });
});

test('AF-CAP-003 and AF-CAP-005: a share of 0.97 exhausts the card, 0.80 wastes it', () => {
  expect(codes(judge({ replica: replica({ gpuMemoryUtilization: 0.97 }) }))).toEqual(['AF-CAP-003', 'AF-CAP-005']);
  expect(codes(judge({ replica: replica({ gpuMemoryUtilization: 0.8 }) }), 'warning')).toEqual(['AF-CAP-005']);
  expect(judge({ replica: replica({ gpuMemoryUtilization: 0.92 }) }).findings).toEqual([]);
});

describe('AF-CAP-004: fp8 where the GPU can', () => {
  const kv = (gpu: Gpu, change = {}) => judge({ replica: replica({ gpu, kvCacheDtype: 'fp8', ...change }) });

  test('fp8 KV: Ada and newer', () => {
    expect(codes(kv(Gpu.L40S))).toEqual([]);
    expect(codes(kv(Gpu.B200))).toEqual([]);
  });

  test('fp8 KV on Ampere only when asked for', () => {
    expect(findingOf(kv(Gpu.A100_80GB_PCIE), 'AF-CAP-004')).toMatchObject({ severity: 'error', prop: 'kvCacheDtype', value: 'fp8' });
    expect(repairsOf(kv(Gpu.A100_80GB_PCIE))).toEqual(["kvCacheDtype: 'auto'", 'allowExperimentalFp8Kv: true']);
    expect(codes(kv(Gpu.A100_80GB_PCIE, { allowExperimentalFp8Kv: true }))).toEqual([]);
  });

  test('fp8 KV of a latent never works on Ampere, and nothing does on Turing', () => {
    const latent = kv(Gpu.A100_80GB_PCIE, { model: Model.DEEPSEEK_V2_LITE_CHAT, allowExperimentalFp8Kv: true });
    expect(codes(latent)).toContain('AF-CAP-004');
    expect(codes(kv(Gpu.T4, { model: Model.LLAMA_3_2_1B_INSTRUCT, allowExperimentalFp8Kv: true }))).toContain('AF-CAP-004');
  });

  test.each([undefined, 'sglang'])('fp8 KV with attention sinks never works on Ampere, and does on Ada: %s', (engine) => {
    const sinks = (gpu: Gpu) =>
      kv(gpu, { model: Model.GPT_OSS_20B, allowExperimentalFp8Kv: true, ...(engine === undefined ? {} : { engine: Engine.sglang() }) });
    expect(findingOf(sinks(Gpu.A100_80GB_PCIE), 'AF-CAP-004')?.message).toMatch(/no attention sinks there, which gpt-oss-20b has$/);
    expect(codes(sinks(Gpu.L40S))).not.toContain('AF-CAP-004');
  });

  test.each([
    [Gpu.A100_80GB_SXM, Model.DEEPSEEK_V4_FLASH, 'compressed attention'],
    [Gpu.L40S, Model.DEEPSEEK_V4_FLASH, 'compressed attention'],
    [Gpu.A100_80GB_SXM, Model.DEEPSEEK_V3_2, 'sparse latent attention'],
  ])('on $name there are no kernels for the attention of $id', (gpu, model, attention) => {
    const verdict = judge({ replica: replica({ gpu, model, tensorParallel: 8 }) });
    expect(findingOf(verdict, 'AF-CAP-046')).toMatchObject({
      severity: 'error',
      message: expect.stringContaining(`no kernels for the ${attention}`),
    });
    expect(codes(judge({ replica: replica({ gpu: Gpu.H200_SXM, model, tensorParallel: 8 }) }))).not.toContain('AF-CAP-046');
  });

  test('fp8 weights on Ampere save memory, not time', () => {
    expect(codes(judge({ replica: replica({ gpu: Gpu.A100_80GB_PCIE, quantization: 'fp8' }) }), 'info')).toEqual(['AF-CAP-028']);
  });
});

describe('AF-CAP-007: shards', () => {
  test('three ranks do not divide 32 heads', () => {
    expect(codes(judge({ replica: replica({ gpu: Gpu.H100_SXM, tensorParallel: 3 }) }))).toEqual(['AF-CAP-007']);
    const { findings } = judge({ replica: replica({ model: Model.QWEN3_8B, gpu: Gpu.H100_SXM, tensorParallel: 3 }) });
    const sizes = findings.flatMap(({ repairs }) => repairs.flatMap((one) => (typeof one === 'string' ? [] : one.changes)));
    expect(sizes.filter(({ field }) => field === 'tensorParallel').map(({ value }) => value)).toEqual(expect.arrayContaining([1, 2, 4]));
  });

  test('more ranks than KV heads are fine when they divide', () => {
    expect(codes(judge({ replica: replica({ gpu: Gpu.H100_SXM, model: Model.QWEN3_30B_A3B_INSTRUCT_2507, tensorParallel: 8 }) }))).toEqual(
      [],
    );
  });

  test('cards without NVLink are warned about', () => {
    expect(codes(judge({ replica: replica({ gpu: Gpu.L40S, tensorParallel: 2 }) }), 'warning')).toEqual(['AF-CAP-032']);
  });
});

test('AF-CAP-012: an 8B model on two GPUs would do better as two replicas', () => {
  const verdict = judge({ replica: replica({ gpu: Gpu.H100_SXM, tensorParallel: 2 }) });
  expect(findingOf(verdict, 'AF-CAP-012')).toMatchObject({ severity: 'info', prop: 'tensorParallel', value: 2 });
});

test("AF-CAP-018: a cap over the model's context", () => {
  const verdict = judge({ replica: replica({ model: Model.MISTRAL_7B_INSTRUCT_V0_3, maxContextTokens: 65_536 }) });
  expect(findingOf(verdict, 'AF-CAP-018')).toMatchObject({ prop: 'maxContextTokens', value: 65_536, allowed: '≤ 32,768' });
  expect(repairsOf(verdict)).toEqual(['maxContextTokens: 32_768']);
});

test("AF-CAP-019: a role over its pool's cap", () => {
  const verdict = judge({ replica: replica(), demands: [sessions(2, 12_000, 'planner', 'research')] });
  expect(findingOf(verdict, 'AF-CAP-019')).toMatchObject({ prop: 'roles.planner.contextTokens', value: 12_000, allowed: '≤ 8,192' });
  expect(findingOf(verdict, 'AF-CAP-019')?.message).toBe(
    "research/planner plans 12,000 tokens; pool 'pool' admits 8,192 (maxContextTokens)",
  );
  expect(repairsOf(verdict)).toEqual(["maxContextTokens: 12_000 on pool 'pool'", "roles.planner.contextTokens: 8_192 on fleet 'research'"]);
});

test('AF-CAP-020: two replicas of which one may be lost', () => {
  const twice = (count: number) => judge({ replica: replica(FP8), replicas: 2, demands: [sessions(count, 8_192)] });
  expect(codes(twice(150), 'warning')).toContain('AF-CAP-020');
  expect(twice(100).survivesReplicaLoss).toBe(true);
  expect(codes(twice(100), 'warning')).not.toContain('AF-CAP-020');
});

describe('AF-CAP-021: a missing fact leads to "uncertain", not to a number', () => {
  const verdict = judge({ replica: replica({ gpu: Gpu.GH200_144GB }), demands: [sessions(10, 8_000)] });

  test('the fact is named', () => {
    expect(verdict.verdict).toBe('uncertain');
    expect(verdict.findings.map((finding) => [finding.code, finding.severity])).toEqual([['AF-CAP-021', 'warning']]);
    expect(verdict.findings[0]?.message).toContain('reported memory of GH200 144GB not known');
  });
});

describe('AF-ENG-001 and AF-ENG-004: how many sequences the engine admits', () => {
  const with_ = (maxNumSeqs: number) => judge({ replica: replica({ maxNumSeqs }), demands: [sessions(20, 8_000)] });

  test('fewer than planned is an error', () => {
    expect(findingOf(with_(10), 'AF-ENG-004')).toMatchObject({ severity: 'error', prop: 'maxNumSeqs', value: 10, allowed: '≥ 20' });
  });

  test('1.5 to 2 times the plan is right', () => {
    expect([30, 40].flatMap((limit) => with_(limit).findings)).toEqual([]);
    expect(codes(with_(25), 'warning')).toEqual(['AF-ENG-001']);
    expect(codes(with_(200), 'warning')).toEqual(['AF-ENG-001']);
  });
});

test('AF-LAT-004: memory would hold 100 sessions, the first token would not come in time', () => {
  const verdict = judge({ replica: replica(FP8), demands: [sessions(100, 4_096)] });
  expect(findingOf(verdict, 'AF-LAT-004')).toMatchObject({ severity: 'warning', prop: 'replicas', value: 1 });
  expect(findingOf(verdict, 'AF-LAT-004')?.repairs.map(renderRepair)).toEqual(['replicas: 2']);
});

test('an encoder needs weights and no KV', () => {
  const verdict = judge({
    replica: replica({ model: Model.BGE_M3, gpu: Gpu.L40, maxContextTokens: 8_192 }),
    demands: [sessions(500, 512)],
  });
  expect(verdict.verdict).toBe('fits');
  expect([verdict.demandGiB, verdict.headroom, verdict.supply.kvBytesPerToken]).toEqual([0, 1, 0]);
});
