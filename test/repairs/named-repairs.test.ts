/** Repairs that were once offered and made things worse: each kind is offered in a form that holds, or not at all. */
import { App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, ObservabilityStack, Topology } from 'cdktf-agent-fleet';
import type { Finding, Repair } from '../../lib/core/finding';
import { changesAsCode } from '../../lib/core/render-change';
import { problemsIn } from '../support/problems-in';
import { repairTexts } from '../support/repairs';
import { type FleetCase, pasted, problemsOf, ROOMY } from './fleet-case';

const repairsOf = ({ repairs }: Finding) => repairs.filter((repair): repair is Repair => typeof repair !== 'string');
const changesOf = (found: readonly Finding[]) => found.flatMap(repairsOf).flatMap(({ changes }) => changes);

/** Codes that are left or new after each repair, by the text that is pasted. */
const afterEach = (fleetCase: FleetCase, found: readonly Finding[]) =>
  found.flatMap(repairsOf).map(({ changes }) => {
    const text = changesAsCode(changes);
    return { text, left: problemsOf(pasted(fleetCase, text)).map(({ code }) => code) };
  });

describe('a floor over the ceiling of the scaler', () => {
  test.each([
    ['the ceiling moves with the floor', { min: 1, max: 3 }],
    ['a floor of one and a ceiling of one', { min: 1, max: 1 }],
    ['a ceiling that is high enough stays', { min: 1, max: 12 }],
  ])('%s', (_, scaling) => {
    const crowded: FleetCase = { ...ROOMY, nodes: 4, scaling, fleet: { concurrentWorkflows: 300 } };
    const found = problemsOf(crowded);
    const floors = found.flatMap(repairsOf).filter(({ changes }) => changes.some(({ field }) => field === 'scaling.min'));
    expect(floors.length).toBeGreaterThan(0);
    for (const { changes } of floors) {
      const bound = (name: string) => changes.find(({ field }) => field === name)?.value as number | undefined;
      expect(bound('scaling.min')).toBeLessThanOrEqual(bound('scaling.max') ?? scaling.max);
    }
    for (const { text, left } of afterEach(crowded, found)) expect({ text, left }).toEqual({ text, left: [] });
  });
});

describe('fp8 for the cache', () => {
  test.each([
    ['an A100 has it only where it is asked for', Gpu.A100_80GB_PCIE],
    ['an A40 as well', Gpu.byId('a40') as Gpu],
    ['an A10 as well', Gpu.byId('a10') as Gpu],
    ['a T4 never', Gpu.byId('t4') as Gpu],
  ])('%s: it is not offered alone', (_, gpu) => {
    const crowded: FleetCase = { ...ROOMY, gpu, fleet: { concurrentWorkflows: 90 } };
    const found = problemsOf(crowded);
    expect(found.length).toBeGreaterThan(0);
    expect(changesOf(found).length).toBeGreaterThan(0);
    expect(changesOf(found).filter(({ field }) => field === 'kvCacheDtype')).toEqual([]);
  });

  test('on an H100 it is offered and holds', () => {
    const crowded: FleetCase = { ...ROOMY, fleet: { concurrentWorkflows: 60 } };
    const found = problemsOf(crowded);
    expect(changesOf(found)).toContainEqual({ field: 'kvCacheDtype', op: 'set', value: 'fp8' });
    for (const { text, left } of afterEach(crowded, found)) expect({ text, left }).toEqual({ text, left: [] });
  });
});

test('the share that fp8 weights promise is that of the pool after the change, cache included', () => {
  const crowded: FleetCase = { ...ROOMY, fleet: { concurrentWorkflows: 52 } };
  const fp8 = problemsOf(crowded)
    .flatMap(repairsOf)
    .find(({ changes }) => changes.length === 1 && changes[0]?.field === 'quantization');
  const { pool } = pasted(crowded, changesAsCode(fp8?.changes ?? []));
  const asTyped = headroomOf({ ...crowded, pool });
  expect(fp8?.headroom).toBeCloseTo(asTyped, 3);
  expect(asTyped).toBeGreaterThan(headroomOf({ ...crowded, pool: { ...pool, kvCacheDtype: 'auto' } }));
});

function headroomOf({ model, gpu, pool, fleet, roles }: FleetCase): number {
  const { serving } = world((stack, cluster) => ({
    serving: new InferencePool(stack, 'workers', { cluster, model, gpu, maxContextTokens: 8_192, ...pool }),
  }));
  new AgentFleet(serving.stack, 'research', {
    cluster: serving.cluster,
    topology: Topology.flat({ agents: Object.keys(roles) }),
    roles: { writer: { pool: serving, contextTokens: 8_000 } },
    runtime: { framework: 'custom', image: 'registry.example.com/agents:1.0.0' },
    ...fleet,
  });
  return serving.verdict().headroom;
}

function world<T>(make: (stack: TerraformStack, cluster: Cluster) => T): T & { readonly stack: TerraformStack } {
  const stack = new TerraformStack(new App({ outdir: '/nonexistent' }), 'crew');
  const nodePools = { cpus: { nodes: 3 }, own: { gpu: Gpu.H100_SXM, nodes: 4, gpusPerNode: 8 } };
  return { ...make(stack, Cluster.fromKubeconfig({ context: 'prod', nodePools })), stack };
}

function findingsOf(stack: TerraformStack): readonly Finding[] {
  return problemsIn(() => stack.node.validate());
}

const fleetOn = (stack: TerraformStack, cluster: Cluster, id: string, model: Model) =>
  new AgentFleet(stack, id, {
    cluster,
    topology: Topology.flat({ agents: ['writer'] }),
    concurrentWorkflows: 2,
    roles: {
      writer: {
        pool: new InferencePool(stack, `${id}-pool`, { cluster, model, gpu: Gpu.H100_SXM, maxContextTokens: 512 }),
        contextTokens: 500,
      },
    },
    runtime: { framework: 'custom', image: 'registry.example.com/agents:1.0.0' },
  });

describe('a role on a model that is not a language model', () => {
  const repairsFor = (model: Model) => {
    const { stack } = world((scope, cluster) => ({ fleet: fleetOn(scope, cluster, 'crew', model) }));
    return repairTexts(findingsOf(stack).find(({ code }) => code === 'AF-SPEC-009'));
  };

  test.each([Model.QWEN3_RERANKER_0_6B, Model.QWEN3_RERANKER_4B, Model.QWEN3_RERANKER_8B])(
    '$id becomes the reranker, and no embeddings',
    (model) => {
      expect(repairsFor(model)).toEqual(['reranker: crew-pool instead of a role', 'roles.writer.pool: a pool with a language model']);
    },
  );

  test('an embedding model may', () => {
    expect(repairsFor(Model.BGE_M3)[0]).toBe('embeddings: crew-pool instead of a role');
  });
});

describe('two ObservabilityStacks', () => {
  const problems = (second: (fleets: readonly AgentFleet[]) => AgentFleet[]) => {
    const { stack } = world((scope, cluster) => {
      const fleets = ['one', 'two'].map((id) => fleetOn(scope, cluster, id, Model.LLAMA_3_1_8B_INSTRUCT));
      new ObservabilityStack(scope, 'first', { cluster, fleets: fleets.slice(0, 1) });
      new ObservabilityStack(scope, 'second', { cluster, fleets: second(fleets) });
      return { fleets };
    });
    return findingsOf(stack).filter(({ code }) => code === 'AF-SPEC-021');
  };

  test('over one pool: another id would change nothing, so the fleets are named', () => {
    const [problem, ...others] = problems((fleets) => [...fleets]);
    expect(problem).toMatchObject({ path: 'crew/second', prop: 'fleets', value: 'crew/one-pool' });
    expect(repairTexts(problem).join()).toMatch(/one ObservabilityStack/);
    expect(repairTexts(problem).join()).not.toMatch(/\bid\b/);
    expect(others).toEqual([]);
  });

  test('over a pool each: nothing to say', () => {
    expect(problems((fleets) => fleets.slice(1))).toEqual([]);
  });
});
