import fc from 'fast-check';
import {
  checkLatency,
  checkRoleLatency,
  checkWorkflowLatency,
  Engine,
  estimateLatency,
  Flow,
  Gpu,
  Model,
  type ReplicaSpec,
  type RoleLatency,
  requestsInFlight,
  workflowLatency,
} from '../../lib/capacity';

const planner: ReplicaSpec = {
  model: Model.LLAMA_3_3_70B_INSTRUCT,
  gpu: Gpu.H100_PCIE,
  engine: Engine.vllm(),
  tensorParallel: 2,
  quantization: 'fp8',
  kvCacheDtype: 'fp8',
  gpuMemoryUtilization: 0.9,
  maxContextTokens: 16_384,
  nvlinkBridge: true,
};
const chat: RoleLatency = { role: 'planner', target: 'chat', replica: planner, concurrency: 25, contextTokens: 12_000 };
const severities = (role: RoleLatency) => checkRoleLatency(role).map(({ severity }) => severity);
const request = (cachedTokens: number) => ({ inputTokens: 11_700, cachedTokens, outputTokens: 300 });

describe('a role with a latency class', () => {
  test('is refused when not even the good end of the range is soon enough', () => {
    expect(severities({ ...chat, request: request(0) })).toEqual(['error']);
  });

  test('is doubtful when only the good end is', () => {
    expect(severities({ ...chat, request: request(10_500) })).toEqual(['warning']);
  });

  test('is uncertain when the slow end of the range is not, and says how slow that is', () => {
    const [finding, ...others] = checkRoleLatency({ ...chat, request: request(11_200) });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: 'AF-LAT-002', severity: 'warning', uncertain: true });
    expect(finding?.message).toMatch(
      /about 3\d\d ms \(1\d\d–5\d\d in nine of ten runs\); people notice 500 ms, which the slow end of that range, 5\d\d ms, does not keep$/,
    );
  });

  test('passes when nearly all of its prompt is cached, or the time was measured', () => {
    expect(severities({ ...chat, concurrency: 8, request: request(11_400) })).toEqual([]);
    expect(severities({ ...chat, request: request(11_200), measured: { ttftMs: 460, atConcurrency: 25 } })).toEqual([]);
  });

  test('is doubtful when it does not say what is cached, and the whole context could not be computed in time', () => {
    const [finding] = checkRoleLatency(chat);
    expect(finding).toMatchObject({ code: 'AF-LAT-002', severity: 'warning', prop: 'roles.planner.latency' });
    expect(finding?.repairs[0]).toContain('roles.planner.request');
  });

  test('is refused without a declared request when no request could be in time', () => {
    const host: ReplicaSpec = { ...planner, gpu: Gpu.L4, tensorParallel: 8, nvlinkBridge: false };
    expect(severities({ ...chat, replica: host, concurrency: 400, target: 'voice' })).toEqual(['error']);
  });

  test('asks a voice agent how long its answers are', () => {
    const small: ReplicaSpec = { ...planner, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.H100_SXM, tensorParallel: 1 };
    expect(checkRoleLatency({ ...chat, target: 'voice', replica: small, concurrency: 1, contextTokens: 500 })).toMatchObject([
      { code: 'AF-LAT-001', severity: 'warning', value: 'voice' },
    ]);
  });

  test('waits for nothing in the background', () => {
    expect(severities({ ...chat, target: 'background', request: request(0) })).toEqual([]);
  });

  test('is judged by a measurement where there is one', () => {
    expect(severities({ ...chat, request: request(0), measured: { ttftMs: 420 } })).toEqual([]);
    expect(severities({ ...chat, request: request(11_200), measured: { ttftMs: 900 } })).toEqual(['error']);
  });
});

test('more of the prompt in the cache never makes a class worse', () => {
  const rank = { error: 2, warning: 1, info: 0 } as const;
  const worst = (cached: number) => Math.max(-1, ...severities({ ...chat, request: request(cached) }).map((severity) => rank[severity]));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 11_600 }), fc.integer({ min: 0, max: 11_600 }), (a, b) => {
      expect(worst(Math.max(a, b))).toBeLessThanOrEqual(worst(Math.min(a, b)));
    }),
    { numRuns: 60 },
  );
});

describe('a workflow with a waiting user', () => {
  const stages = Object.fromEntries(
    ['plan', 'write'].map((role) => [role, { replica: planner, load: { concurrency: 1, inputTokens: 500, outputTokens: 40 } }]),
  );
  const latency = workflowLatency(Flow.sequence(Flow.role('plan'), Flow.role('write')), stages);

  test('is refused by its good end, doubted by its slow one', () => {
    const [low, high] = latency.rangeMs;
    const middle = (low + latency.totalMs) / 2;
    expect(checkWorkflowLatency('chat', latency, low - 1)).toMatchObject([{ code: 'AF-CAP-014', severity: 'error' }]);
    expect(checkWorkflowLatency('chat', latency, middle)).toMatchObject([{ code: 'AF-CAP-014', severity: 'warning' }]);
    const [doubt] = checkWorkflowLatency('chat', latency, latency.totalMs + 1);
    expect(doubt).toMatchObject({ code: 'AF-CAP-014', severity: 'warning', uncertain: true });
    expect(doubt?.message).toContain(`which the slow end of that range, ${high.toFixed(0)} ms`);
    expect(checkWorkflowLatency('chat', latency, high + 1)).toEqual([]);
  });

  test('may have a budget without a waiting user', () => {
    expect(checkWorkflowLatency('background', latency)).toEqual([]);
    expect(checkWorkflowLatency('background', latency, 10)).toMatchObject([{ code: 'AF-CAP-014', allowed: '≤ 10 ms' }]);
  });
});

describe('requests in flight on a replica', () => {
  const pool = { name: 'planner', replica: planner, replicas: 2, maxReplicas: 2, pricePerGpuHour: null };
  const demand = { fleet: 'f', role: 'r', sessions: 30, contextTokens: 8_000, formula: '' };

  test('are all planned sessions where nothing else is known', () => {
    expect(requestsInFlight({ ...pool, demands: [demand] })).toBe(15);
    expect(requestsInFlight({ ...pool, demands: [demand], peakDemands: [{ ...demand, sessions: 60 }] })).toBe(30);
  });

  test('are what a rate keeps there, however many sessions wait between turns', () => {
    const rate = { requestsPerSecond: 0.5, inputTokens: 2_000, cachedInputTokens: 1_800, outputTokens: 100 };
    const running = requestsInFlight({ ...pool, demands: [{ ...demand, sessions: 500, rate }] });
    expect(running).toBeGreaterThanOrEqual(1);
    expect(running).toBeLessThan(20);
  });

  test('are at least one', () => {
    expect(requestsInFlight({ ...pool, demands: [] })).toBe(1);
  });
});

test('requests do not wait for room that the stages of a pipeline have', () => {
  const staged: ReplicaSpec = { ...planner, tensorParallel: 1, pipelineParallel: 2 };
  const estimate = estimateLatency(staged, { concurrency: 24, inputTokens: 13_700, outputTokens: 300, cachedTokens: 13_000 });
  expect(estimate).toMatchObject({ running: 24, limit: 'load', queueMs: 0 });
});

test('numbers are grouped as everywhere else', () => {
  const load = { concurrency: 25, inputTokens: 12_000, outputTokens: 300, cachedTokens: 1_000 };
  const [late] = checkLatency(planner, 'chat', load, { ttftMs: 1_900 });
  expect(late?.message).toContain('1,900 ms (measured)');
  expect(JSON.stringify(late?.details)).toContain('12,000 tokens of prompt, 1,000 of them cached');
});

test('a measured number has no range', () => {
  const load = { concurrency: 25, inputTokens: 12_000, outputTokens: 300 };
  expect(checkLatency(planner, 'chat', load, { ttftMs: 900 })[0]?.message).toContain('900 ms (measured)');
  expect(checkLatency(planner, 'chat', load)[0]?.message).toMatch(/[\d,]+ ms \([\d,]+–[\d,]+ in nine of ten runs\)/);
});
