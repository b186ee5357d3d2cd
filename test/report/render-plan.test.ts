import { palette, showsColours } from '../../lib/report/palette';
import { renderPlan } from '../../lib/report/render-plan';
import { wrap } from '../../lib/report/wrap';
import { SAMPLE_PLAN } from './sample-plan';

const plain = { colours: false, width: 100 };
/** Colours of a terminal take no columns. */
const ANSI = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');

test('a plan reads as a table, the bottleneck, the total with its dates, and warnings', () => {
  expect(`\n${renderPlan(SAMPLE_PLAN, plain)}\n`).toMatchInlineSnapshot(`
"
research on prod-eu

pool     GPU                 replicas   weights    KV need / have  headroom  verdict           $/h
planner  2 × H100 PCIe 80GB         1  67.7 GiB   45.8 / 66.1 GiB      31 %  fits            $5.00
  llama-3.3-70b-instruct · vllm 0.31.0 · weights fp8, KV fp8 · 16,384 tokens × 32 sequences
workers  1 × A100 PCIe 80GB       2–8  15.0 GiB  93.4 / 104.2 GiB      10 %  tight    $2.70–$10.80
  llama-3.1-8b-instruct · vllm 0.31.0 · published weights · 16,384 tokens × 32 sequences

fleet research  hierarchical, 25 workflows · planner 25 × 12,000 tokens → planner, first token 329
                ms (197–526) · researcher 25 × 8,000 tokens → workers
bottleneck      planner: KV cache, room for 7 more sessions · workers: KV cache, room for 7 more
                sessions
total           $7.70/h for 4 GPUs, at most $15.80/h, prices of 2026-06-30 to 2026-07-03

warning [AF-CAP-014] research/workers: one lost replica leaves 52.1 GiB for 93.4 GiB of demand;
    sessions beyond that wait or are recomputed until the pod is back
  repairs replicas: 3 ($4.05/h, +$1.35, headroom 40 %)
"
`);
});

test('an uncertain pool says between what its cache lies and what is not known', () => {
  const [planner] = SAMPLE_PLAN.pools;
  const pool = { ...(planner as (typeof SAMPLE_PLAN.pools)[number]), verdict: 'uncertain' as const, missing: ['sampler', 'interconnect'] };
  const lines = renderPlan({ ...SAMPLE_PLAN, pools: [pool] }, plain).split('\n');
  expect(lines).toContain('  KV cache of a replica between 64.8 GiB and 68.2 GiB · not known: sampler; interconnect');
  expect(renderPlan(SAMPLE_PLAN, plain)).not.toMatch(/not known|between/);
});

test('what somebody accepts is one line, and not among what is open', () => {
  const [warning] = SAMPLE_PLAN.findings as [(typeof SAMPLE_PLAN.findings)[number]];
  const acknowledged = { reason: 'a night without it is fine', owner: 'sre', expires: '2027-01-01' };
  const accepted = (path: string) => ({ ...warning, path, acknowledged });
  const error = { ...warning, severity: 'error' as const, code: 'AF-CPU-001', acknowledged: { reason: 'measured', owner: 'platform' } };
  const findings = [warning, accepted('research/a'), accepted('research/b'), error];
  const text = renderPlan({ ...SAMPLE_PLAN, findings }, plain);
  expect(text.match(/^(?:warning|error|accepted).*/gm)).toEqual([
    expect.stringContaining('[AF-CAP-014] research/workers'),
    'accepted: AF-CAP-014 (sre: a night without it is fine, until 2027-01-01) · AF-CPU-001 (platform:',
  ]);
  expect(renderPlan({ ...SAMPLE_PLAN, findings: [error] }, plain)).not.toMatch(/^error|repairs/m);
});

test('hints are counted by their codes, and --all prints them and what is accepted in full', () => {
  const [warning] = SAMPLE_PLAN.findings as [(typeof SAMPLE_PLAN.findings)[number]];
  const hint = (code: string) => ({ ...warning, code, severity: 'info' as const });
  const accepted = { ...warning, acknowledged: { reason: 'a night is fine', owner: 'sre' } };
  const plan = { ...SAMPLE_PLAN, findings: [warning, hint('AF-STO-001'), hint('AF-STO-001'), hint('AF-SEC-006'), accepted] };
  const folded = renderPlan(plan, plain);
  expect(folded).toContain('\n\n3 hints: AF-STO-001 (2), AF-SEC-006 · agent-fleet plan --all prints them\n\naccepted: AF-CAP-014');
  expect(folded).not.toMatch(/^info/m);
  const whole = renderPlan(plan, { ...plain, all: true });
  expect(whole.match(/^(?:info|warning|\d+ hints|accepted:)/gm)).toEqual(['warning', 'warning', 'info', 'info', 'info']);
  expect(whole).toMatch(/^ {2}accepted sre: a night is fine$/m);
});

test('the stage of a fleet names the guide', () => {
  const fleets = SAMPLE_PLAN.fleets.map((fleet) => ({
    ...fleet,
    stage: { number: 2, sessions: 25, nextAdds: ['a queue before the agents'] },
  }));
  expect(renderPlan({ ...SAMPLE_PLAN, fleets }, { ...plain, width: 200 })).toMatch(
    /^stage +2 of 4 \(docs\/guides\/growing\.md\): replicas with session affinity; stage 3 adds a queue before the agents$/m,
  );
});

describe('an encoder', () => {
  const [planner] = SAMPLE_PLAN.pools as [(typeof SAMPLE_PLAN.pools)[number]];
  const rate = { requestsPerSecond: 4, inputTokens: 300, outputTokens: 1 };
  const encoder: typeof planner = {
    ...planner,
    verdict: 'uncertain',
    memory: { ...planner.memory, kvBytesPerToken: 0 },
    demand: [{ fleet: 'research', role: 'planner', sessions: 0, contextTokens: 300, formula: '', rate }],
    throughput: null,
  };
  const shown = (pool: typeof planner) => renderPlan({ ...SAMPLE_PLAN, pools: [pool] }, { ...plain, width: 200 });

  test('has no range of a cache and no headroom of one, and says how fast it has to read', () => {
    expect(shown(encoder)).not.toMatch(/KV cache of a replica/);
    expect(shown(encoder)).toMatch(/no KV cache +– +uncertain/);
    expect(shown(encoder)).toContain('sequences · 1,200 tokens/s are asked, how many a replica reads is not known');
  });

  test('that was measured says what it reads, and one that nobody counts on says nothing', () => {
    const throughput = {
      demandTokensPerSecond: 1_200,
      supplyTokensPerSecond: 30_000,
      low: 30_000,
      high: 30_000,
      concurrency: 1,
      measured: true,
    };
    expect(shown({ ...encoder, throughput })).toContain('sequences · 1,200 of 30,000 tokens/s that its replicas read\n');
    expect(shown({ ...encoder, demand: [] })).toMatch(/sequences$/m);
  });
});

test('fits a terminal of 100 columns', () => {
  const widest = Math.max(
    ...renderPlan(SAMPLE_PLAN, plain)
      .split('\n')
      .map((line) => line.length),
  );
  expect(widest).toBeLessThanOrEqual(100);
});

test('colours change nothing but colours', () => {
  const painted = renderPlan(SAMPLE_PLAN, { ...plain, colours: true });
  expect(painted).not.toBe(renderPlan(SAMPLE_PLAN, plain));
  expect(painted.replace(ANSI, '')).toBe(renderPlan(SAMPLE_PLAN, plain));
});

test('a pool without a price makes the total unknown and is named', () => {
  const [planner, workers] = SAMPLE_PLAN.pools;
  const unpriced = { ...workers, price: null, costPerHour: { floor: null, ceiling: null } } as (typeof SAMPLE_PLAN.pools)[number];
  const plan = {
    ...SAMPLE_PLAN,
    pools: [planner as (typeof SAMPLE_PLAN.pools)[number], unpriced],
    costPerHour: { floor: null, ceiling: null, unpriced: ['workers'], pricesAsOf: ['2026-07-03'] },
  };
  expect(renderPlan(plan, plain)).toContain('unknown: no price for workers, prices of 2026-07-03');
  expect(renderPlan(plan, plain)).toMatch(/tight +unknown$/m);
});

test('a pool without demand has no headroom to show', () => {
  const [planner] = SAMPLE_PLAN.pools;
  const idle = { ...planner, demand: [], demandGiB: 0 } as (typeof SAMPLE_PLAN.pools)[number];
  expect(renderPlan({ ...SAMPLE_PLAN, pools: [idle] }, plain)).toMatch(/0\.0 \/ 66\.1 GiB +– +fits/);
});

test('the peak of a fleet is told beside its plan', () => {
  const fleets = SAMPLE_PLAN.fleets.map((fleet) => ({ ...fleet, peakWorkflows: 1_200 }));
  expect(renderPlan({ ...SAMPLE_PLAN, fleets }, plain)).toContain('25 workflows, 1,200 at the peak');
});

test('a stack without pools says so', () => {
  expect(renderPlan({ ...SAMPLE_PLAN, stack: 'platform', pools: [] }, plain)).toBe('platform: no inference pool');
});

describe('colours', () => {
  test.each([
    ['a terminal', { isTTY: true }, {}, true],
    ['a pipe', {}, {}, false],
    ['a terminal with NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }, false],
    ['a terminal with an empty NO_COLOR', { isTTY: true }, { NO_COLOR: '' }, true],
    ['a dumb terminal', { isTTY: true }, { TERM: 'dumb' }, false],
  ])('%s', (_, stream, env, expected) => {
    expect(showsColours(stream, env)).toBe(expected);
  });

  test('empty text is not painted', () => {
    expect(palette(true).red('')).toBe('');
  });
});

describe('wrap', () => {
  test('breaks at spaces and indents what follows', () => {
    expect(wrap('one two three', 7, '  ')).toBe('one two\n  three');
  });

  test('keeps the indentation of each line', () => {
    expect(wrap('a\n  b c', 4, '    ')).toBe('a\n  b\n      c');
  });

  test('a word longer than the line stays whole', () => {
    expect(wrap('kubernetes_deployment_v1', 5)).toBe('kubernetes_deployment_v1');
  });
});
