import 'cdktf-agent-fleet/testing';
import { Gpu } from 'cdktf-agent-fleet';
import { smallestFleet } from '../../examples/f01-smallest/fleet';
import { parallelFive } from '../../examples/f06-parallel-five/fleet';
import { pipelineFive } from '../../examples/f07-pipeline-five/fleet';
import { budget70b8k } from '../../examples/f11-budget-70b-8k/fleet';
import { budget70b32k } from '../../examples/f12-budget-70b-32k/fleet';
import { l40Workers, variant } from '../../examples/f14-variants/fleet';
import { reasoning70b, threeH200 } from '../../examples/f33-reasoning-70b/fleet';
import { changesOf, engineArgs, expectEstimateGiB, flagOf, poolOf, refusalOf, synthesize } from './support';

describe('F01, the smallest fleet', () => {
  const onH100 = synthesize((app) => smallestFleet(app, { gpu: Gpu.H100_PCIE, sessions: 50, usdPerGpuHour: 2.01 }), 'assistant');

  test('50 sessions of 8K tokens take 25 GiB of 60.6 and cost $2.01 per hour', () => {
    const pool = poolOf(onH100, 'assistant-model');
    expect(pool.memory.kvBytesPerToken).toBe(64 * 1024);
    expect(pool.demandGiB).toBe(25);
    expectEstimateGiB(pool.supplyGiB, 60.6);
    expect(pool.headroom).toBeCloseTo(0.59, 2);
    expect(pool.verdict).toBe('fits');
    expect(onH100.plan().costPerHour.floor).toBe(2.01);
  });

  test('the engine is started with the published flags, and admits what its cache holds of short requests, not twice the sessions', () => {
    const args = engineArgs(onH100, 'assistant-model');
    expect(flagOf(args, '--max-num-seqs')).toBe('512');
    expect(flagOf(args, '--max-model-len')).toBe('8192');
    expect(flagOf(args, '--quantization')).toBe('fp8');
    expect(flagOf(args, '--kv-cache-dtype')).toBe('fp8');
    expect(flagOf(args, '--gpu-memory-utilization')).toBe('0.90');
    expect(flagOf(args, '--port')).toBe('8000');
  });

  test.each([
    [31, 'fits'],
    [32, 'tight'],
  ])('an RTX 5090 and %i sessions: %s', (sessions, verdict) => {
    const template = synthesize((app) => smallestFleet(app, { gpu: Gpu.RTX_5090, sessions }), 'assistant');
    expect(poolOf(template, 'assistant-model').verdict).toBe(verdict);
  });

  test('an RTX 5090 and 40 sessions: refused', () => {
    expect(refusalOf((app) => smallestFleet(app, { gpu: Gpu.RTX_5090, sessions: 40 })).code).toBe('AF-CAP-001');
  });

  test('a GPU without a known price makes the cost unknown, not zero', () => {
    const plan = synthesize((app) => smallestFleet(app, { gpu: Gpu.RTX_5090, sessions: 10 }), 'assistant').plan();
    expect(plan.costPerHour).toMatchObject({ floor: null, ceiling: null, unpriced: ['assistant-model'] });
  });

  test('the stack as a whole', () => {
    expect(onH100).toMatchFleetSnapshot();
  });
});

describe('F06 and F07: the topology alone changes the demand five times', () => {
  const parallel = synthesize((app) => parallelFive(app, 5), 'parallel-five');
  const pipeline = synthesize(pipelineFive, 'pipeline-five');

  test('in parallel, 100 workflows hold 500 sessions: 250 GiB, five replicas, $10.05 per hour', () => {
    const pool = poolOf(parallel, 'shared-model');
    expect(pool.demand.reduce((sum, { sessions }) => sum + sessions, 0)).toBe(500);
    expect(pool.demandGiB).toBe(250);
    expect(pool.verdict).toBe('fits');
    expect(pool.headroom).toBeCloseTo(0.17, 1);
    expect(parallel.plan().costPerHour.floor).toBe(10.05);
  });

  test('as a pipeline, the same 100 workflows hold 100 sessions, 20 at each stage: 50 GiB, one replica', () => {
    const pool = poolOf(pipeline, 'shared-model');
    expect(pool.demand.map(({ sessions }) => sessions)).toEqual([20, 20, 20, 20, 20]);
    expect(pool.demandGiB).toBe(50);
    expect(pool.verdict).toBe('fits');
    expect(pipeline.plan().costPerHour.floor).toBe(2.01);
  });

  test('the plan for a single agent, one replica, is refused for five in parallel', () => {
    const error = refusalOf((app) => parallelFive(app, 1));
    expect(error.code).toBe('AF-CAP-001');
    expect(changesOf(error, 'AF-CAP-001')).toContain('replicas: 5');
  });

  test('the stacks as a whole', () => {
    expect(parallel).toMatchFleetSnapshot();
    expect(pipeline).toMatchFleetSnapshot();
  });
});

describe('F11: 70B, 50 sessions of 8K', () => {
  test('on two H100 SXM the memory holds, but only 5.6 % stays free: refused by the headroom rule', () => {
    const error = refusalOf((app) => budget70b8k(app));
    expect(error.problems.map(({ code }) => code)).toEqual(['AF-CAP-002']);
    expect(error.message).toContain('62.5 GiB');
    expect(changesOf(error, 'AF-CAP-002').join(' ')).toMatch(/concurrentWorkflows ≤ 4[678]/);
  });

  test('one B200 fits with 29 % free', () => {
    const pool = poolOf(
      synthesize((app) => budget70b8k(app, { gpu: Gpu.B200, gpusPerReplica: 1 }), 'budget'),
      'analyst-model',
    );
    expectEstimateGiB(pool.supplyGiB, 87.9);
    expect(pool.verdict).toBe('fits');
  });
});

describe('F12: 70B, 50 sessions of 32K', () => {
  test('two B200 hold 242.3 GiB of the 250.0 that are needed: refused', () => {
    const error = refusalOf((app) => budget70b32k(app));
    expect(error.problems.map(({ code }) => code)).toEqual(['AF-CAP-001']);
    expect(error.message).toContain('250.0 GiB');
    expect(changesOf(error, 'AF-CAP-001').join(' ')).toMatch(/concurrentWorkflows ≤ 4[34]/);
  });

  test.each([
    ['four B200', Gpu.B200, 554.6],
    ['four H200', Gpu.H200_SXM, 419.1],
  ])('%s fit', (_name, gpu, published) => {
    const pool = poolOf(
      synthesize((app) => budget70b32k(app, { gpu, gpusPerReplica: 4 }), 'budget'),
      'analyst-model',
    );
    expectEstimateGiB(pool.supplyGiB, published, 4);
    expect(pool.verdict).toBe('fits');
  });
});

describe('F14: the reference fleet on other hardware', () => {
  test('an H100 SXM planner costs $10.10 per hour', () => {
    const template = synthesize((app) => variant(app, { planner: Gpu.H100_SXM }), 'research');
    expect(template.plan().costPerHour.floor).toBe(10.1);
    expect(template.plan().pools.map(({ verdict }) => verdict)).toEqual(['fits', 'fits', 'fits']);
    expect(template).toMatchFleetSnapshot();
  });

  test('L40 workers would cost $8.00 per hour and are refused: 46.9 GiB against 54.9', () => {
    const error = refusalOf(l40Workers);
    expect(error.problems.map(({ code, path }) => `${code} ${path}`)).toEqual(['AF-CAP-001 research/workers']);
    expect(error.message).toContain('54.9 GiB');
  });

  test('with 19 workflows the L40 workers fit, for $8.00 per hour', () => {
    const template = synthesize((app) => variant(app, { workers: Gpu.L40, concurrentWorkflows: 19 }), 'research');
    expect(template.plan().costPerHour.floor).toBe(8);
  });
});

describe('F33: reasoning with a 70B model in 16 bit', () => {
  test('four H100 SXM hold 137.3 GiB for 100.0: fits with 27 % free', () => {
    const template = synthesize((app) => reasoning70b(app), 'reasoning');
    const pool = poolOf(template, 'reasoner');
    expect(pool.demandGiB).toBe(100);
    expectEstimateGiB(pool.supplyGiB, 137.3, 4);
    expect(pool.headroom).toBeCloseTo(0.27, 1);
    expect(pool.verdict).toBe('fits');
    expect(template).toMatchFleetSnapshot();
  });

  test('three H200 cannot split 64 heads and 8 KV heads: refused, with two and four as repairs', () => {
    const error = refusalOf(threeH200);
    expect(error.problems.map(({ code }) => code)).toContain('AF-CAP-007');
    expect(changesOf(error, 'AF-CAP-007').join(' ')).toMatch(/gpusPerReplica: 2.*gpusPerReplica: 4|gpusPerReplica: 4.*gpusPerReplica: 2/);
  });
});
