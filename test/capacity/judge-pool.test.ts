import { judgePool, type PoolInput, type ReplicaSpec } from 'cdktf-agent-fleet/capacity';
import { pool, replica, sessions } from './support';

type Changeable<T> = { -readonly [Key in keyof T]: T[Key] };

describe('a pool that its caller changes and asks about again', () => {
  const asked = (): { spec: Changeable<ReplicaSpec>; input: Changeable<PoolInput> } => {
    const spec: Changeable<ReplicaSpec> = replica({ maxNumSeqs: 64, gpuMemoryUtilization: 0.9 });
    return { spec, input: pool({ replica: spec, demands: [sessions(8, 4_096)] }) };
  };

  test('is judged as it is then: its replica', () => {
    const { spec, input } = asked();
    const before = judgePool(input);
    spec.gpuMemoryUtilization = 0.8;
    expect(judgePool(input).supplyGiB).toBeLessThan(before.supplyGiB);
    expect(judgePool(input)).toEqual(judgePool({ ...input, replica: { ...spec } }));
  });

  test('is judged as it is then: its sessions, by which the admission limit is set', () => {
    const { spec, input } = asked();
    delete (spec as { maxNumSeqs?: number }).maxNumSeqs;
    expect(judgePool(input).supply.maxNumSeqs).toBe(256);
    input.demands = [sessions(300, 256)];
    expect(judgePool(input).supply.maxNumSeqs).toBe(512);
  });

  test('is judged as it is then: another replica', () => {
    const { input } = asked();
    const before = judgePool(input);
    input.replica = replica({ maxNumSeqs: 32, gpuMemoryUtilization: 0.5 });
    expect(judgePool(input).supplyGiB).toBeLessThan(before.supplyGiB);
  });
});
