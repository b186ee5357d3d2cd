/** How long a start may take and what a pod needs of its node's memory: plain arithmetic that a pool asks, too. */
import * as fc from 'fast-check';
import { Engine, Gpu, hostMemory, Model, type ReplicaSpec, type Startup, startupSeconds } from '../../lib/capacity';
import { problemsIn } from '../support/problems-in';

const replica: ReplicaSpec = {
  model: Model.LLAMA_3_1_8B_INSTRUCT,
  gpu: Gpu.H100_SXM,
  engine: Engine.vllm(),
  tensorParallel: 1,
  quantization: 'checkpoint',
  kvCacheDtype: 'auto',
  gpuMemoryUtilization: 0.9,
  maxContextTokens: 8_192,
};

function problemsOf(act: () => unknown) {
  return problemsIn(act).map(({ code, prop }) => `${code} ${prop}`);
}

describe('a start', () => {
  const startup: Startup = { checkpointGiB: 140, engineSeconds: 300, leastSeconds: 600 };

  test('is the checkpoint at 100 MB/s and the start of the engine, in steps of ten seconds', () => {
    // 140 × 2^30 ÷ 10^8 = 1,503.2 s
    expect(startupSeconds(startup)).toBe(1_810);
    expect(startupSeconds({ ...startup, bytesPerSecond: 1e9 })).toBe(600);
  });

  test.each([
    ['a 13B in 16 bit from a volume of 125 MB/s', 26, 125, 208],
    ['the same at 500 MB/s', 26, 500, 52],
    ['the same from a local NVMe of 0.87 GB/s', 26, 870, 29.9],
    ['a 7B in 16 bit at 125 MB/s', 14, 125, 112],
    ['a 70B in fp8 at 125 MB/s', 70, 125, 560],
    ['a 70B in 16 bit at 125 MB/s', 140, 125, 1_120],
  ])('reads %s as published: %d GB at %d MB/s are %d s', (_, gigabytes, megabytesPerSecond, seconds) => {
    const read = {
      checkpointGiB: (gigabytes * 1e9) / 1024 ** 3,
      engineSeconds: 0,
      leastSeconds: 0,
      bytesPerSecond: megabytesPerSecond * 1e6,
    };
    expect(startupSeconds(read)).toBe(Math.ceil(seconds / 10) * 10);
  });

  test('is never given less than the least, also where the size is not known', () => {
    expect(startupSeconds({ ...startup, checkpointGiB: null })).toBe(600);
    expect(startupSeconds({ ...startup, checkpointGiB: 0 })).toBe(600);
  });

  test('of a larger checkpoint is never shorter', () => {
    const size = fc.double({ min: 0, max: 2_000, noNaN: true });
    fc.assert(
      fc.property(size, size, (a, b) => {
        const [small, large] = [Math.min(a, b), Math.max(a, b)].map((checkpointGiB) => startupSeconds({ ...startup, checkpointGiB }));
        expect(large).toBeGreaterThanOrEqual(small as number);
        expect((large as number) % 10).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['a negative size', { checkpointGiB: -1 }, 'checkpointGiB'],
    ['no size at all', { checkpointGiB: undefined }, 'checkpointGiB'],
    ['a rate of nothing', { bytesPerSecond: 0 }, 'bytesPerSecond'],
    ['a number that is none', { engineSeconds: Number.NaN }, 'engineSeconds'],
    ['a prop that does not exist', { seconds: 3 }, 'seconds'],
  ])('with %s is refused', (_, change, prop) => {
    expect(problemsOf(() => startupSeconds({ ...startup, ...change } as Startup))).toEqual([
      expect.stringMatching(new RegExp(`^AF-SPEC-00[12] ${prop}$`)),
    ]);
  });
});

describe('host memory', () => {
  test('is 32 GiB for each GPU of all stages and copies by default', () => {
    expect(hostMemory(replica)).toEqual({ processesGiB: 32, weightsGiB: 0, kvCacheGiB: 0, totalGiB: 32 });
    expect(hostMemory({ ...replica, tensorParallel: 2, pipelineParallel: 2, dataParallel: 2 }).totalGiB).toBe(256);
    expect(hostMemory(replica, 48).totalGiB).toBe(48);
  });

  test('holds offloaded weights once for each GPU, and offloaded KV blocks once for each copy', () => {
    const offloading = {
      ...replica,
      tensorParallel: 2,
      dataParallel: 2,
      cpuOffloadGiB: 10,
      kvOffloadGiB: 64,
      kvOffload: { cpuGiB: 6, nvmeGiB: 500 },
    };
    expect(hostMemory(offloading, 100)).toEqual({ processesGiB: 100, weightsGiB: 40, kvCacheGiB: 140, totalGiB: 280 });
  });

  test.each<[string, () => unknown]>([
    ['a replica that is none', () => hostMemory({} as ReplicaSpec)],
    ['negative memory', () => hostMemory(replica, -1)],
    ['memory that is no number', () => hostMemory(replica, Number.NaN)],
    ['memory in words', () => hostMemory(replica, '32Gi' as unknown as number)],
  ])('of %s is refused with a code', (_, act) => {
    expect(problemsOf(act)[0]).toMatch(/^AF-SPEC-00[12] /);
  });
});
