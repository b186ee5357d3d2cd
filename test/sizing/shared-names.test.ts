/** Cards that are sold with several memories under one name: the range holds all of them, and the memory is asked for. */
import { sizeLine } from '../../lib/sizing/size-line';

function ask(gpu: string, more: Record<string, unknown> = {}) {
  const answer = sizeLine({
    model: 'Qwen/Qwen3-8B',
    gpu,
    engineVersion: '0.19.0',
    sampler: 'native',
    maxModelLen: 8_192,
    repairs: false,
    ...more,
  });
  if ('error' in answer) throw new Error(answer.error.message);
  return answer;
}

const rangeOn = (gpu: string, more: Record<string, unknown> = {}) => ask(gpu, more).perGpuGiB?.kvCacheRange ?? [Number.NaN, Number.NaN];

describe('the range of a name is that of all its boards', () => {
  test.each([
    ['NVIDIA A100', ['a100-sxm-80', 'a100-sxm-40', 'a100-pcie-40', 'a100-pcie-80'], 'memoryGiB: NVIDIA A100 has 40 or 80 GB'],
    ['A100 PCIe', ['a100-pcie-80', 'a100-pcie-40'], 'memoryGiB: A100 PCIe has 40 or 80 GB'],
    ['V100', ['V100 16GB', 'V100 32GB'], 'memoryGiB: V100 has 16 or 32 GB'],
    ['H20', ['H20 96GB', 'H20 141GB'], 'memoryGiB: H20 has 96 or 141 GB'],
  ])('%s', (name, boards, asked) => {
    const [low, high] = rangeOn(name);
    const each = boards.map((board) => rangeOn(board));
    expect(low).toBe(Math.min(...each.map(([least = Number.NaN]) => least)));
    expect(high).toBe(Math.max(...each.map(([, most = Number.NaN]) => most)));
    expect(ask(name).missing).toContain(asked);
  });

  test('the memory settles it', () => {
    for (const [name, memoryGiB] of [
      ['NVIDIA A100', 80],
      ['V100', 31.7],
      ['H20', 96],
    ] as const) {
      const [low = 0, high = 0] = rangeOn(name, { memoryGiB });
      expect(high - low).toBeLessThan(4);
      expect(ask(name, { memoryGiB }).missing.filter((missing) => missing.startsWith('memoryGiB'))).toEqual([]);
    }
  });

  test('where the form alone differs the memory is not asked for', () => {
    expect(ask('H100').missing).toEqual([]);
    expect(ask('H100').notes.join()).toContain('the name also means H100 PCIe 80GB');
  });

  test('GB10 reports two totals: both are in the range', () => {
    const [low = 0, high = 0] = rangeOn('GB10');
    expect(high - low).toBeGreaterThan((121.69 - 119.63) * 0.9);
    expect(ask('GB10').missing).toContain('memoryGiB: GB10 reports 119.63 or 121.69 GiB');
  });
});

test('GB10 reads 273 GB/s: Qwen3.5 9B was seen with 76 ms a token at five requests', () => {
  const answer = sizeLine({
    model: 'Qwen/Qwen3.5-9B',
    gpu: 'NVIDIA GB10',
    engine: 'vllm',
    isl: 229,
    osl: 212,
    concurrency: 5,
    repairs: false,
  });
  expect('error' in answer ? 0 : (answer.latency?.tpotMs ?? 0)).toBeGreaterThan(76 * 0.75);
  expect('error' in answer ? 0 : (answer.latency?.tpotMs ?? 0)).toBeLessThan(76 * 1.25);
});

describe('a version of which no total was seen', () => {
  test.each([
    ['A800', 40],
    ['Jetson Orin', 32],
  ])('%s with %d GB: no yes', (gpu, gb) => {
    const { verdict, missing } = ask(gpu);
    expect(verdict).toBe('uncertain');
    expect(missing.join()).toContain(` ${gb} or `);
  });

  test.each(['RTX 5060 Ti', 'RTX 4060 Ti', 'RTX 3080', 'RTX 3060', 'P100'])('%s: what does not fit the larger one fits none', (gpu) => {
    expect(ask(gpu).verdict).toBe('rejected');
    expect(ask(gpu).missing.join()).toMatch(/memoryGiB: .* has \d+ or \d+ GB/);
  });
});

describe('a memory in the name that the board does not have', () => {
  test.each(['RTX 4090 48GB', 'NVIDIA GeForce RTX 3090 48 GB', 'RTX 2080 Ti 22G', 'L40S 96GB', 'A100 64GB'])(
    '%s is not answered',
    (gpu) => {
      const { verdict, perGpuGiB, missing } = ask(gpu);
      expect(verdict).toBe('uncertain');
      expect(perGpuGiB).toBeNull();
      expect(missing.join()).toMatch(/memoryGiB: .* states \d+ GB, and no total of such a/);
      expect(ask(gpu, { memoryGiB: 47.4 }).perGpuGiB?.physical).toBe(47.4);
    },
  );

  test.each([
    'NVIDIA A100-SXM4-80GB',
    'RTX 4090 24GB',
    'B200 192GB',
    'MI300X 192GB',
    'T4 16GB',
    'H100 80GB HBM3',
    'NVIDIA GH200 480GB',
    'L40S 48GB',
    'A10G 24GB',
  ])('%s is', (gpu) => {
    expect(ask(gpu).perGpuGiB).not.toBeNull();
  });
});

describe('boards of AMD', () => {
  test('Radeon AI PRO R9700 was seen with 29.86 and 31.86 GiB', () => {
    expect(ask('AMD Radeon AI PRO R9700').missing).toContain('memoryGiB: Radeon AI PRO R9700 reports 29.86 or 31.86 GiB');
    expect(ask('RX 9070 XT', { model: 'Qwen/Qwen3-4B' }).perGpuGiB?.physical).toBe(15.92);
  });

  test('a memory that the owner divides is asked for, with what was seen', () => {
    for (const gpu of ['Strix Halo', 'AMD Radeon 8060S', 'Ryzen AI Max+ 395']) {
      expect(ask(gpu).missing.join()).toContain('15.5, 62, 96, 120 and 127 GiB');
      expect(ask(gpu, { memoryGiB: 96 }).verdict).not.toBe('rejected');
    }
  });
});
