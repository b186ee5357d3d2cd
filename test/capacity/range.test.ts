/** The range of the memory estimate: how its parts add up, and how often it holds what was measured, with the repository under test left out. */

import { quantile } from '../../bench/least-squares';
import { factorsFor, HELD, halfWidth, isBelow, isInside, leftOut, published, rangedRows } from '../../bench/range-fit';
import { rangeAround } from '../../lib/capacity/engines/doubts';
import { doubtsOfReplica, estimateReplica } from '../../lib/capacity/engines/vllm/estimate';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { sizeLine } from '../../lib/sizing/size-line';
import { replica } from './support';

test('errors add up in quadrature, inputs that are not given in full', () => {
  const errors = { one: [3, 0.3], other: [4, 0.4] } as const;
  expect(rangeAround(20, { errors, inputs: {} })).toEqual([15, 20.5]);
  expect(rangeAround(20, { errors, inputs: { link: [1, 0], card: [0.5, 2] } })).toEqual([13.5, 22.5]);
});

test('the parts of a replica are its range', () => {
  const spec = replica({
    gpu: Gpu.A100_80GB_PCIE,
    tensorParallel: 2,
    maxNumBatchedTokens: 2_048,
    engine: Engine.vllm({ version: '0.12.0' }),
  });
  const { kvCache, kvCacheRange } = estimateReplica(spec).perGpuGiB;
  expect(rangeAround(kvCache, doubtsOfReplica(spec))).toEqual(kvCacheRange);
  expect(doubtsOfReplica(spec).inputs).toMatchObject({ interconnect: [expect.any(Number), 0], maxNumSeqs: [expect.any(Number), 0] });
});

test('where the formulas were fitted the range is narrower than elsewhere', () => {
  const width = (gpu: Gpu, version: string) => {
    const [low, high] = estimateReplica(replica({ gpu, engine: Engine.vllm({ version }), maxNumSeqs: 256 })).perGpuGiB.kvCacheRange;
    return high - low - (gpu.facts.reportedMemoryGiB?.[1] ?? 0) + (gpu.facts.reportedMemoryGiB?.[0] ?? 0);
  };
  expect(width(Gpu.H100_SXM, '0.19.0')).toBeLessThan(width(Gpu.H100_SXM, '0.24.0'));
  expect(width(Gpu.H100_SXM, '0.19.0')).toBeLessThan(width(Gpu.L40S, '0.19.0'));
  expect(width(Gpu.L40S, '0.19.0')).toBeLessThan(width(Gpu.MI300X, '0.19.0'));
});

test('engines of which few start-ups are known add everything up', () => {
  const range = (name: string) => {
    const answer = sizeLine({ model: name, engine: 'sglang', engineVersion: '0.5.9', gpu: 'L40S', maxModelLen: 8_192 });
    if ('error' in answer || answer.perGpuGiB === null) throw new Error(JSON.stringify(answer));
    return { ...answer.perGpuGiB, below: answer.perGpuGiB.kvCache - answer.perGpuGiB.kvCacheRange[0] };
  };
  const [sure, named] = [range('Qwen/Qwen3-14B'), range('Qwen/Qwen3-14B-AWQ')];
  expect(named.below - sure.below).toBeCloseTo(0.1 * named.weights, 1);
});

test('a copy that quantises the layers with a state as well lies in the range of NVFP4', () => {
  const answer = sizeLine({ model: 'Qwen/Qwen3.8-27B-NVFP4', engineVersion: '0.25.0', gpu: 'RTX PRO 6000', maxModelLen: 8_192 });
  if ('error' in answer || answer.perGpuGiB === null) throw new Error(JSON.stringify(answer));
  const { kvCache, kvCacheRange, weights } = answer.perGpuGiB;
  expect(kvCacheRange[1] - kvCache).toBeGreaterThan(0.18 * weights);
});

describe('start-ups of other people with all inputs', () => {
  const rows = rangedRows();
  const crossed = leftOut(rows, HELD);
  const share = (holds: number, all: number) => holds / all;

  test('nine of ten lie in the range, one of forty below it', () => {
    const shipped = rows.map(published);
    expect(rows.length).toBeGreaterThan(170);
    expect(share(shipped.filter(isInside).length, rows.length)).toBeGreaterThan(0.9);
    expect(share(shipped.filter(isBelow).length, rows.length)).toBeLessThan(1 / 40);
  });

  test('the same with bands that were fitted without their repository', () => {
    expect(share(crossed.filter(isInside).length, rows.length)).toBeGreaterThanOrEqual(0.9);
    expect(share(crossed.filter(isBelow).length, rows.length)).toBeLessThan(0.05);
    const clean = crossed.filter((row) => row.clean);
    expect(share(clean.filter(isInside).length, clean.length)).toBeGreaterThanOrEqual(0.9);
    expect(quantile(clean.map(halfWidth), 0.5)).toBeLessThan(0.04);
    expect(quantile(crossed.map(halfWidth), 0.5)).toBeLessThan(0.046);
  });

  test('the published range is what it is made of: errors, what few have, and what is not given', () => {
    const wrong = rows.filter(({ publishedGiB, errorsGiB, seldomGiB, inputsGiB, widelySeen }) =>
      ([0, 1] as const).some((side) => {
        const least = inputsGiB[side] + seldomGiB[side];
        const most = inputsGiB[side] + Math.hypot(errorsGiB[side], seldomGiB[side]);
        return publishedGiB[side] < least - 0.01 || publishedGiB[side] > most + 0.01 || (!widelySeen && publishedGiB[side] < most - 0.01);
      }),
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  test('where many start-ups are known the published part of the errors is the fitted one, rounded up', () => {
    const [below, above] = factorsFor(rows, HELD).get('widely seen') ?? [0, 0];
    const ofErrors = (side: 0 | 1) => {
      const plain = rows.filter(({ widelySeen, seldomGiB, inputsGiB }) => widelySeen && seldomGiB[side] + inputsGiB[side] < 0.001);
      return quantile(
        plain.map(({ publishedGiB, errorsGiB }) => publishedGiB[side] / errorsGiB[side]),
        0.5,
      );
    };
    expect(ofErrors(0)).toBeGreaterThanOrEqual(below);
    expect(ofErrors(0)).toBeLessThan(below + 0.05);
    expect(ofErrors(1)).toBeGreaterThanOrEqual(above);
    expect(ofErrors(1)).toBeLessThan(above + 0.05);
  });
});

describe('what a start-up has decides how wide its range is', () => {
  const bf16 = { model: 'Qwen/Qwen3-14B', engine: 'vllm', engineVersion: '0.24.0', gpu: 'L40S', maxModelLen: 8_192, compileCache: 'warm' };
  const widthOf = (more: Readonly<Record<string, unknown>>) => {
    const answer = sizeLine({ ...bf16, ...more });
    if ('error' in answer || answer.perGpuGiB === null) throw new Error(JSON.stringify(answer));
    const [low, high] = answer.perGpuGiB.kvCacheRange;
    return high - low;
  };

  test.each([
    ['a copy of which only the name is known', { model: 'Qwen/Qwen3-14B-AWQ' }],
    ['ranks over PCIe since 0.27', { tensorParallel: 2, interconnect: 'pcie', engineVersion: '0.27.0' }],
    ['a card of AMD', { gpu: 'MI300X' }],
    ['a start without kernels of an earlier one', { compileCache: 'cold' }],
    ['a start of which that is not said', { compileCache: null }],
  ])('%s is less sure than a model in 16 bit on one card', (_, more) => {
    expect(widthOf(more)).toBeGreaterThan(widthOf({}));
  });
});

describe('a first start on Model Runner V2 before 0.28', () => {
  const asked = { model: 'meta-llama/Llama-3.1-8B-Instruct', engine: 'vllm', engineVersion: '0.24.0', gpu: 'NVIDIA A100-SXM4-80GB' };
  const poolOf = (compileCache: 'cold' | 'warm' | null) => {
    const answer = sizeLine({
      ...asked,
      gpuMemoryUtilization: 0.85,
      maxModelLen: 8_192,
      ...(compileCache === null ? {} : { compileCache }),
    });
    if ('error' in answer || answer.perGpuGiB === null) throw new Error(JSON.stringify(answer));
    return answer.perGpuGiB;
  };

  test('the logged pool: 51.24 GiB where it compiles', () => {
    const { kvCache, kvCacheRange, graphs } = poolOf('cold');
    expect(Math.abs(kvCache - 51.24)).toBeLessThan(0.25);
    expect(kvCacheRange[0]).toBeLessThan(51.24);
    expect(kvCacheRange[1]).toBeGreaterThan(51.24);
    // This runner estimates none before 0.29.
    expect(graphs).toBe(0);
  });

  test('a warm start has 0.8 GiB more, and who does not say it gets a range over both', () => {
    const [cold, warm, unsaid] = [poolOf('cold'), poolOf('warm'), poolOf(null)];
    expect(warm.kvCache - cold.kvCache).toBeCloseTo(0.8, 2);
    expect(unsaid.kvCacheRange[0]).toBeLessThanOrEqual(cold.kvCacheRange[0]);
    expect(unsaid.kvCacheRange[1]).toBeGreaterThanOrEqual(warm.kvCacheRange[1]);
  });
});
