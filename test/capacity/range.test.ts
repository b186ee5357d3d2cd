/** The range of the memory estimate: how its parts add up, and how often it holds what was measured, with the repository under test left out. */

import { quantile } from '../../bench/least-squares';
import { HELD, halfWidth, isBelow, isInside, leftOut, published, rangedRows } from '../../bench/range-fit';
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
    expect(quantile(clean.map(halfWidth), 0.5)).toBeLessThan(0.06);
  });

  test('the published range is the errors in quadrature and what is not given', () => {
    const wrong = rows.filter(({ publishedGiB, errorsGiB, causes }) =>
      [0, 1].some((side) => {
        const root = Math.hypot(...Object.values(causes).map((band) => band[side as 0 | 1]));
        return errorsGiB[side as 0 | 1] > publishedGiB[side as 0 | 1] + 0.01 || root > publishedGiB[side as 0 | 1] + 0.01;
      }),
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});
