/** Replicas of several GPUs beyond tensor parallel: pipelines, shared tokens, drafters, KV offload. */
import { gpusOfReplica, judgePool, sizeReplica } from '../../lib/capacity';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { codes, FP8, judge, pool, replica, sessions } from './support';

const LLAMA_70B = Model.LLAMA_3_3_70B_INSTRUCT;
const R1 = Model.DEEPSEEK_R1_0528;

describe('pipeline stages', () => {
  const on = (pipelineParallel: number) => replica({ ...FP8, model: LLAMA_70B, gpu: Gpu.L40S, pipelineParallel });

  test('a 70B that fits no card fits four stages of it', () => {
    expect(codes(judge({ replica: on(1), demands: [sessions(4, 8_192)] }))).toContain('AF-CAP-016');
    expect(judge({ replica: on(4), demands: [sessions(4, 8_192)] }).verdict).toBe('fits');
    expect(gpusOfReplica(on(4))).toBe(4);
  });

  test('a token takes the same over all stages', () => {
    expect(sizeReplica(on(4)).kvBytesPerToken).toBe(sizeReplica(on(1)).kvBytesPerToken);
  });

  test('the heavier stage bounds the pool: less than four times what the lightest would hold', () => {
    const supply = sizeReplica(on(4));
    const weights = supply.terms.find((term) => term.id === 'weights')?.perGpuGiB ?? 0;
    expect(weights).toBeGreaterThan(67.67 / 4);
    expect(supply.kvTokens * supply.kvBytesPerToken).toBeLessThanOrEqual(supply.kvCacheGiB * 1024 ** 3);
    expect(supply.kvTokens * supply.kvBytesPerToken).toBeGreaterThan(supply.kvCacheGiB * 1024 ** 3 * 0.999);
  });

  test('a stage needs a layer', () => {
    expect(codes(judge({ replica: on(81) }))).toContain('AF-CAP-030');
  });

  test('its GPUs are paid for', () => {
    const verdict = judgePool(pool({ replica: on(2), demands: [sessions(60, 8_192)], pricePerGpuHour: 1, prices: () => 1 }));
    const error = verdict.findings.find((finding) => finding.severity === 'error');
    const costs = (error?.repairs ?? []).flatMap((repair) => (typeof repair === 'string' ? [] : [repair.costPerHour ?? 0]));
    expect(Math.min(...costs)).toBeGreaterThanOrEqual(2);
  });
});

describe('decode-context parallel', () => {
  const latent = (decodeContextParallel: number) => replica({ model: R1, gpu: Gpu.B200, tensorParallel: 8, decodeContextParallel });

  test('a latent that every rank copies is held once by eight ranks that share it', () => {
    const [copied, shared] = [sizeReplica(latent(1)), sizeReplica(latent(8))];
    expect(copied.kvBytesPerToken).toBe(8 * shared.kvBytesPerToken);
    expect(shared.kvTokens).toBeGreaterThan(7.9 * copied.kvTokens);
  });

  test('grouped heads share what is copied: four heads on sixteen ranks leave four copies', () => {
    const spec = replica({
      model: Model.QWEN3_235B_A22B_INSTRUCT_2507,
      gpu: Gpu.H200_SXM,
      tensorParallel: 16,
      gpusPerNode: 16,
      quantization: 'fp8',
    });
    const verdict = (decodeContextParallel: number) => codes(judge({ replica: { ...spec, decodeContextParallel } }));
    expect(verdict(4)).not.toContain('AF-CAP-031');
    expect(verdict(8)).toContain('AF-CAP-031');
  });

  test('states are not shared', () => {
    const spec = replica({ model: Model.QWEN3_5_9B, tensorParallel: 8, decodeContextParallel: 2 });
    expect(codes(judge({ replica: spec }))).toContain('AF-CAP-031');
  });
});

describe('KV offload in host memory', () => {
  const with_ = (kvOffloadGiB: number) => judge({ replica: replica({ kvOffloadGiB }), demands: [sessions(60, 8_192)] });

  test('holds its own tokens and admits no session more', () => {
    expect(with_(128).supply.offloadedKvTokens).toBe((128 * 1024 ** 3) / 131_072);
    expect([with_(128).verdict, with_(128).supplyGiB]).toEqual([with_(0).verdict, with_(0).supplyGiB]);
    expect(with_(0).supply.offloadedKvTokens).toBe(0);
  });
});

describe('a drafter', () => {
  const drafter = { kind: 'model', model: Model.LLAMA_3_2_1B_INSTRUCT } as const;
  const at = (count: number, spec = replica({ drafter })) => judge({ replica: spec, demands: [sessions(count, 8_192)] });

  test('takes weights from the pool and a quarter more for every token', () => {
    expect(at(40).demandGiB).toBe(50);
    expect(at(40).supplyGiB).toBeLessThan(at(40, replica()).supplyGiB - 2);
    expect([at(40).verdict, at(40, replica()).verdict]).toEqual(['rejected', 'fits']);
  });

  test('of unknown dimensions leaves the verdict open', () => {
    const { attentionHeads: _, ...facts } = drafter.model.facts;
    const unknown = Model.custom({ ...facts, id: 'unknown-drafter', hiddenSize: null });
    expect(at(1, replica({ drafter: { kind: 'model', model: unknown } })).verdict).toBe('uncertain');
  });
});

test('without the hybrid manager Gemma 3 pads nothing and its windows save nothing', () => {
  const gemma = replica({
    model: Model.GEMMA_3_27B_IT,
    gpu: Gpu.H200_SXM,
    maxContextTokens: 65_536,
    maxNumSeqs: 64,
    maxNumBatchedTokens: 2_048,
  });
  const [on, off] = [gemma, { ...gemma, hybridKvCacheManager: false }];
  expect(sizeReplica(on).kvBytesPerToken / sizeReplica(off).kvBytesPerToken).toBeCloseTo(70 / 62, 6);
  const need = (spec: typeof gemma) => judge({ replica: spec, demands: [sessions(1, 65_536)] }).demandGiB;
  expect(need(off)).toBeGreaterThan(4 * need(on));
});
