/** Whatever repair is offered: pasted into the props it takes the problem away and brings no other. */

import { Gpu, Model, Scaling } from 'cdktf-agent-fleet';
import fc from 'fast-check';
import type { Finding, Repair } from '../../lib/core/finding';
import { changesAsCode } from '../../lib/core/render-change';
import { repairTexts } from '../support/repairs';
import { runs } from '../support/runs';
import { triedInFull } from '../support/tried-in-full';
import { type FleetCase, pasted, problemsOf, ROOMY } from './fleet-case';

const nameOf = ({ code, path, prop }: Finding) => `${code} ${path} ${prop ?? ''}`;
const repairsOf = ({ repairs }: Finding) => repairs.filter((repair): repair is Repair => typeof repair !== 'string');

/** What is wrong with a repair once it is pasted; empty when it holds. */
function broken(fleetCase: FleetCase, before: readonly Finding[], finding: Finding, repair: Repair): string[] {
  const code = changesAsCode(repair.changes);
  const after = problemsOf(pasted(fleetCase, code)).map(nameOf);
  const names = before.map(nameOf);
  const left = after.includes(nameOf(finding)) ? [`'${code}' leaves ${nameOf(finding)}`] : [];
  return [...left, ...after.filter((name) => !names.includes(name)).map((name) => `'${code}' brings ${name}`)];
}

function brokenRepairs(fleetCase: FleetCase, before = problemsOf(fleetCase)): string[] {
  return before.flatMap((finding) => repairsOf(finding).flatMap((repair) => broken(fleetCase, before, finding, repair)));
}

describe('repairs that are known to have lied', () => {
  test('where the peak binds it is the peak that is lowered', () => {
    const peak: FleetCase = {
      ...ROOMY,
      gpu: Gpu.L40S,
      fleet: { concurrentWorkflows: 10, peakWorkflows: 80 },
      scaling: { min: 1, max: 1 },
    };
    const [problem] = problemsOf(peak);
    const fewer = repairTexts(problem).filter((text) => text.includes('Workflows'));
    expect(fewer).toEqual([expect.stringMatching(/^peakWorkflows ≤ \d+$/)]);
    expect(brokenRepairs(peak)).toEqual([]);
  });

  test('the format of the cache follows that of the weights: the free share is that of the pool after the change', () => {
    const tight: FleetCase = { ...ROOMY, fleet: { concurrentWorkflows: 52 } };
    const [problem] = problemsOf(tight);
    const fp8 = repairsOf(problem as Finding).find(({ changes }) => changes.length === 1 && changes[0]?.field === 'quantization');
    if (fp8 === undefined) throw new Error(`no fp8 among ${repairTexts(problem)}`);
    expect(fp8.headroom).toBeGreaterThan(0.4);
    expect(brokenRepairs(tight)).toEqual([]);
  });

  test('replicas beyond the nodes of the cluster are not offered', () => {
    const small: FleetCase = { ...ROOMY, nodes: 1, gpusPerNode: 1, fleet: { concurrentWorkflows: 200 } };
    const [problem] = problemsOf(small);
    expect(problem?.code).toBe('AF-CAP-001');
    expect(repairTexts(problem).filter((text) => /^(replicas|gpusPerReplica)/.test(text))).toEqual([]);
    expect(repairTexts({ repairs: problemsOf({ ...small, nodes: 32 })[0]?.repairs ?? [] }).join()).toMatch(/replicas: \d/);
    expect(brokenRepairs(small)).toEqual([]);
  });

  test('a format that the engine refuses with another prop is not offered', () => {
    const decided: FleetCase = {
      ...ROOMY,
      pool: { parallelism: { decodeContext: 1 }, tuning: {} },
      fleet: { concurrentWorkflows: 120 },
    };
    expect(problemsOf(decided).length).toBeGreaterThan(0);
    expect(brokenRepairs(decided)).toEqual([]);
  });
});

describe('repairs of replicas that compute prompts', () => {
  const staged = (prefill: object, perMinute: number): FleetCase => ({
    ...ROOMY,
    fabric: { kind: 'infiniband', gbitPerSecond: 3_200, resources: { 'rdma/ib': 8 } },
    pool: { replicas: 2, prefill },
    fleet: { concurrentWorkflows: 40 },
    roles: { writer: { contextTokens: 8_000, request: { inputTokens: 7_500, outputTokens: 100, perMinute } } },
  });
  const ofPrompts = (found: readonly Finding[]) => found.filter(({ path }) => path === 'crew/workers/prefill');
  const fieldsOf = (found: readonly Finding[]) => found.flatMap(repairsOf).flatMap(({ changes }) => changes.map(({ field }) => field));

  test('say prefill.replicas, and what both stages share by its own name', () => {
    const crowded = staged({ replicas: 1 }, 15);
    const found = ofPrompts(problemsOf(crowded));
    expect(found.length).toBeGreaterThan(0);
    const fields = fieldsOf(found);
    expect(fields).toContain('prefill.replicas');
    expect(fields).not.toContain('replicas');
    expect(brokenRepairs(crowded)).toEqual([]);
  });

  test('say the bounds of their own policy', () => {
    const crowded = staged({ scaling: Scaling.queueDepth({ min: 1, max: 2 }) }, 15);
    const fields = fieldsOf(ofPrompts(problemsOf(crowded)));
    expect(fields.filter((field) => field.startsWith('prefill.scaling.'))).not.toEqual([]);
    expect(fields.filter((field) => field.startsWith('scaling.'))).toEqual([]);
    expect(brokenRepairs(crowded)).toEqual([]);
  });

  test('random pools in two stages: each holds', () => {
    let tried = 0;
    const anyStaged = fc.record({
      replicas: fc.integer({ min: 1, max: 3 }),
      gpusPerReplica: fc.constantFrom(1, 2),
      own: fc.constantFrom<object>({}, { replicas: 2 }, { gpusPerReplica: 2 }, { scaling: Scaling.queueDepth({ min: 1, max: 2 }) }),
      perMinute: fc.integer({ min: 1, max: 40 }),
      workflows: fc.integer({ min: 1, max: 200 }),
    });
    fc.assert(
      fc.property(anyStaged, ({ replicas, gpusPerReplica, own, perMinute, workflows }) => {
        const base = staged(own, perMinute);
        const fleetCase: FleetCase = {
          ...base,
          pool: { ...base.pool, replicas, gpusPerReplica },
          fleet: { concurrentWorkflows: workflows },
        };
        const before = problemsOf(fleetCase);
        tried += before.flatMap(repairsOf).length;
        expect(brokenRepairs(fleetCase, before)).toEqual([]);
        expect(triedInFull(() => problemsOf(fleetCase))).toEqual(before);
      }),
      { numRuns: runs(2, 20), endOnFailure: true },
    );
    expect(tried).toBeGreaterThan(0);
  }, 120_000);
});

const MODELS = [Model.LLAMA_3_1_8B_INSTRUCT, Model.LLAMA_3_3_70B_INSTRUCT, Model.QWEN2_5_32B_INSTRUCT, Model.MISTRAL_7B_INSTRUCT_V0_3];
const GPUS = [Gpu.H100_SXM, Gpu.A100_80GB_PCIE, Gpu.L40S, Gpu.RTX_4090];

const anyCase: fc.Arbitrary<FleetCase> = fc
  .record({
    model: fc.constantFrom(...MODELS),
    gpu: fc.constantFrom(...GPUS),
    nodes: fc.integer({ min: 1, max: 6 }),
    gpusPerNode: fc.constantFrom(1, 2, 4, 8),
    gpusPerReplica: fc.constantFrom(1, 1, 2, 3, 4),
    maxContextTokens: fc.constantFrom(4_096, 8_192, 32_768, 262_144),
    maxNumSeqs: fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }),
    scaling: fc.option(fc.record({ min: fc.integer({ min: 1, max: 3 }), more: fc.integer({ min: 0, max: 4 }) }), { nil: undefined }),
    workflows: fc.integer({ min: 1, max: 300 }),
    peak: fc.option(fc.integer({ min: 0, max: 300 }), { nil: undefined }),
    contexts: fc.array(fc.integer({ min: 500, max: 12_000 }), { minLength: 1, maxLength: 3 }),
  })
  .map(({ model, gpu, nodes, gpusPerNode, gpusPerReplica, maxContextTokens, maxNumSeqs, scaling, workflows, peak, contexts }) => ({
    model,
    gpu,
    nodes,
    gpusPerNode,
    pool: { gpusPerReplica, maxContextTokens, ...(maxNumSeqs === undefined ? {} : { maxNumSeqs }) },
    ...(scaling === undefined ? {} : { scaling: { min: scaling.min, max: scaling.min + scaling.more } }),
    fleet: { concurrentWorkflows: workflows, ...(peak === undefined ? {} : { peakWorkflows: workflows + peak }) },
    roles: Object.fromEntries(contexts.map((contextTokens, index) => [`role-${index}`, { contextTokens }])),
  }));

test('random fleets that are refused: every repair that is offered holds, and is one that holds where the whole app is judged again', () => {
  let tried = 0;
  fc.assert(
    fc.property(anyCase, (fleetCase) => {
      const before = problemsOf(fleetCase);
      tried += before.flatMap(repairsOf).length;
      expect(brokenRepairs(fleetCase, before)).toEqual([]);
      expect(triedInFull(() => problemsOf(fleetCase))).toEqual(before);
    }),
    { numRuns: runs(3, 40), endOnFailure: true },
  );
  expect(tried).toBeGreaterThan(runs(3, 20));
}, 120_000);
