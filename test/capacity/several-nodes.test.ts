/** A replica on several nodes is as fast as the network between them lets it be, and holds what its GPUs hold. */
import fc from 'fast-check';
import { estimateLatency, hostMemory, sizeReplica } from '../../lib/capacity';
import { gpusInAll, gpusOfPod } from '../../lib/capacity/gpus-of-replica';
import type { ReplicaSpec } from '../../lib/capacity/replica-spec';
import { Engine, Gpu, Model } from '../../lib/catalog';

const REPLICA: ReplicaSpec = {
  model: Model.LLAMA_3_1_405B_INSTRUCT,
  gpu: Gpu.H100_SXM,
  engine: Engine.vllm(),
  tensorParallel: 16,
  tensorParallelAcrossNodes: true,
  nodes: 2,
  networkGbps: 3_200,
  quantization: 'checkpoint',
  kvCacheDtype: 'auto',
  gpuMemoryUtilization: 0.9,
  maxContextTokens: 16_384,
};
const STAGES: ReplicaSpec = { ...REPLICA, tensorParallel: 8, pipelineParallel: 2 };
const LOAD = { concurrency: 8, inputTokens: 4_000, outputTokens: 500 };

function tpotMs(replica: ReplicaSpec): number {
  const estimate = estimateLatency(replica, LOAD);
  if ('missing' in estimate) throw new Error(estimate.missing.join(', '));
  return estimate.tpotMs;
}

test('a slower network never makes a replica faster, whichever way it is spread', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(REPLICA, STAGES),
      fc.integer({ min: 1, max: 100_000 }),
      fc.integer({ min: 1, max: 100_000 }),
      (replica, a, b) => {
        const [slow, fast] = [Math.min(a, b), Math.max(a, b)];
        expect(tpotMs({ ...replica, networkGbps: slow })).toBeGreaterThanOrEqual(tpotMs({ ...replica, networkGbps: fast }));
      },
    ),
  );
});

test('one group over both nodes waits for Ethernet in every layer; stages hardly notice it', () => {
  const slowdown = (replica: ReplicaSpec) => tpotMs({ ...replica, networkGbps: 100 }) / tpotMs(replica);
  expect(slowdown(REPLICA)).toBeGreaterThan(1.5);
  expect(slowdown(STAGES)).toBeLessThan(1.2);
});

test('with a network as fast as the links inside a node one group is as fast as on one node', () => {
  const { nodes: _nodes, networkGbps: _gbps, ...onOne } = REPLICA;
  expect(tpotMs({ ...REPLICA, networkGbps: 100_000 })).toBe(tpotMs(onOne));
});

test('a network that nobody declared leaves the speed unknown, and names it', () => {
  const { networkGbps: _, ...unknown } = REPLICA;
  expect(estimateLatency(unknown, LOAD)).toEqual({ missing: ['network of the nodes'] });
});

test('memory of the GPUs does not depend on the nodes; memory of a pod is that of its part', () => {
  const { nodes: _nodes, networkGbps: _gbps, ...onOne } = STAGES;
  expect(sizeReplica(STAGES).kvTokens).toBe(sizeReplica(onOne).kvTokens);
  expect([gpusInAll(STAGES), gpusOfPod(STAGES)]).toEqual([16, 8]);
  expect(hostMemory(STAGES).processesGiB).toBe(256);
  expect(hostMemory({ ...STAGES, cpuOffloadGiB: 4 }).weightsGiB).toBe(32);
});
