/** What is remembered of a replica is what would be computed, and nobody can change it for the others. */
import { estimateReplica, type ReplicaSpec, sizeReplica } from '../../lib/capacity';
import { engineModelOf } from '../../lib/capacity/engines/registry';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { replica } from './support';

const REPLICAS: readonly ReplicaSpec[] = [
  replica(),
  replica({ maxNumSeqs: 7 }),
  replica({ gpu: Gpu.H200_SXM, tensorParallel: 2, model: Model.LLAMA_3_3_70B_INSTRUCT }),
  replica({ maxContextTokens: 2_048, enforceEager: true }),
  replica({ adapters: { rank: 16, count: 2 } }),
];

test.each(REPLICAS.map((spec) => [spec]))('is what the model of the engine says, in whatever order the props stand', (spec) => {
  const computed = engineModelOf(spec).supply(spec);
  const turned = Object.fromEntries(Object.entries(spec).reverse()) as unknown as ReplicaSpec;
  for (const asked of [spec, { ...spec }, turned]) expect(sizeReplica(asked)).toEqual(computed);
  expect(estimateReplica(spec)).toEqual(engineModelOf(spec).estimate(spec));
});

test('a replica that somebody changes is another one', () => {
  const spec: { -readonly [Key in keyof ReplicaSpec]: ReplicaSpec[Key] } = { ...replica() };
  const before = sizeReplica(spec).kvCacheGiB;
  spec.gpuMemoryUtilization = 0.5;
  expect(sizeReplica(spec).kvCacheGiB).toBeLessThan(before);
  spec.adapters = { rank: 64, count: 8 };
  const some = sizeReplica(spec).kvCacheGiB;
  spec.adapters = { rank: 64, count: 64 };
  expect(sizeReplica(spec).kvCacheGiB).toBeLessThan(some);
});

test('two GPUs of one name are told apart', () => {
  const less = Gpu.custom({ ...Gpu.L40S.facts, reportedMemoryGiB: [30, 30] });
  expect(sizeReplica(replica({ gpu: less })).kvCacheGiB).toBeLessThan(sizeReplica(replica({ gpu: Gpu.L40S })).kvCacheGiB);
});

test('an answer cannot be changed', () => {
  const supply = sizeReplica(replica());
  expect(Object.isFrozen(supply)).toBe(true);
  expect(() => Object.assign(supply, { kvCacheGiB: 1_000 })).toThrow(TypeError);
});
