/** A pool as plain values: made without a construct, and made anew from changed props. */
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { clusterFindings } from '../../lib/inference/cluster-findings';
import type { PoolDemand } from '../../lib/inference/pool-demand';
import { NO_DEMAND, poolDemand } from '../../lib/inference/pool-demand';
import { poolFindings } from '../../lib/inference/pool-findings';
import { toPoolPlan } from '../../lib/inference/pool-plan';
import { type PoolSetting, poolView } from '../../lib/inference/pool-view';
import { ClusterNodes } from '../../lib/platform/cluster-nodes';
import { toNodePool } from '../../lib/platform/node-pool';
import { POOL_SPEC } from '../support/pool-spec';

const GPU = Gpu.H100_SXM;

const SPEC = { ...POOL_SPEC, gpu: GPU };
const nodesOf = (nodes: number, name = 'prod') => new ClusterNodes(name, [toNodePool('h100', { gpu: GPU, gpusPerNode: 2, nodes })]);

const asked = (sessions: number, contextTokens = 8_000): PoolDemand => ({
  ...NO_DEMAND,
  planned: [{ fleet: 'f', role: 'r', sessions, contextTokens, formula: String(sessions) }],
});

function setting(name: string, nodes: ClusterNodes, demand: PoolDemand = NO_DEMAND): PoolSetting {
  return { name, path: `stack/${name}`, namespace: 'stack', nodes, image: (reference) => reference, demand: () => demand };
}

describe('the view', () => {
  test('gives verdict, plan and findings without a construct', () => {
    const view = poolView(SPEC, setting('p', nodesOf(2), asked(10)));
    expect(view.verdict.verdict).toBe('fits');
    expect(toPoolPlan(view)).toMatchObject({ name: 'p', path: 'stack/p', cluster: 'prod', replicas: { min: 1, max: 1 }, verdict: 'fits' });
    expect(poolFindings(view).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('asks for the demand once, and only when something that depends on it is read', () => {
    const demand = jest.fn(() => asked(10));
    const view = poolView(SPEC, { ...setting('p', nodesOf(2)), demand });
    expect([view.image, view.replica.gpu, view.costPerHour.floor === null, demand.mock.calls.length]).toEqual([
      expect.any(String),
      GPU,
      false,
      0,
    ]);
    expect([view.verdict, view.input, view.requestsInFlight, view.verdict]).toHaveLength(4);
    expect(demand).toHaveBeenCalledTimes(1);
  });

  test('is rebuilt from changed props and says what the change would bring', () => {
    const view = poolView(SPEC, setting('p', nodesOf(4), asked(120)));
    expect(view.verdict.verdict).toBe('rejected');
    const after = poolView({ ...view.spec, replicas: 4 }, view.setting);
    expect([after.verdict.verdict, after.minReplicas]).toEqual(['fits', 4]);
    expect(after.costPerHour.floor).toBeCloseTo(4 * (view.costPerHour.floor ?? 0), 2);
    expect(view.minReplicas).toBe(1);
  });

  test('of another GPU leaves the pinned node pool, of the same GPU stays there', () => {
    const nodes = new ClusterNodes('prod', [
      toNodePool('small', { gpu: GPU, gpusPerNode: 1, nodes: 1, usdPerGpuHour: 1, priceAsOf: '2026-11-01' }),
      toNodePool('large', { gpu: GPU, gpusPerNode: 8, nodes: 1, nvlinkBridge: true, usdPerGpuHour: 3, priceAsOf: '2026-11-01' }),
      toNodePool('other', { gpu: Gpu.A100_80GB_PCIE, gpusPerNode: 4, nodes: 1 }),
    ]);
    const { nodes: pinned } = poolView({ ...SPEC, nodePool: 'small' }, setting('p', nodes));
    expect([pinned.gpusPerNode(GPU), pinned.gpusPerNode(Gpu.A100_80GB_PCIE)]).toEqual([1, 4]);
    expect([pinned.usdPerGpuHour(GPU), pinned.nvlinkBridge]).toEqual([1, false]);
    const { nodes: free } = poolView(SPEC, setting('p', nodes));
    expect([free.gpusPerNode(GPU), free.nvlinkBridge, free.nodePools.length]).toEqual([8, true, 2]);
  });
});

describe('pools of one cluster', () => {
  test('compete for its GPUs once, at the first of them, whatever their order', () => {
    const nodes = nodesOf(1);
    const pools = ['a', 'b', 'c'].map((name) => poolView(SPEC, setting(name, nodes)));
    const quota = clusterFindings(pools).filter(({ code }) => code === 'AF-CLU-001');
    expect(quota).toMatchObject([{ path: 'stack/a', value: 3, allowed: `at most 2 × ${GPU.name}` }]);
    expect(clusterFindings([...pools].reverse()).filter(({ code }) => code === 'AF-CLU-001')).toMatchObject([{ path: 'stack/c' }]);
  });

  test('that could be one are named at the first of them, not at a pool that has nothing to do with it', () => {
    const alone = poolView({ ...SPEC, model: Model.LLAMA_3_3_70B_INSTRUCT, gpusPerReplica: 2 }, setting('alone', nodesOf(8)));
    const twins = ['left', 'right'].map((name) => poolView(SPEC, setting(name, nodesOf(8), asked(2, 1_000))));
    expect(clusterFindings([alone, ...twins]).filter(({ code }) => code === 'AF-CAP-011')).toMatchObject([
      { path: 'stack/left', value: ['left', 'right'] },
    ]);
  });

  test('with roles of different latency say so each for itself', () => {
    const mixed: PoolDemand = {
      ...NO_DEMAND,
      classes: [
        { role: 'caller', latency: 'voice' },
        { role: 'batch', latency: 'background' },
      ],
    };
    const pools = ['a', 'b'].map((name, index) => poolView(SPEC, setting(name, nodesOf(8), index === 1 ? mixed : NO_DEMAND)));
    expect(clusterFindings(pools).filter(({ code }) => code === 'AF-LAT-005')).toMatchObject([{ path: 'stack/b' }]);
  });

  test('a value of the cluster that names no nodes does not hide the nodes that another names', () => {
    const pools = [
      poolView(SPEC, setting('a', new ClusterNodes('prod', []))),
      poolView({ ...SPEC, replicas: 2 }, setting('b', nodesOf(1))),
    ];
    expect(clusterFindings(pools).filter(({ code }) => code === 'AF-CLU-001')).toMatchObject([{ value: 3 }]);
  });
});

describe('demands of several fleets', () => {
  const demand = (sessions: number) => asked(sessions).planned;

  test('add up; a fleet without a peak brings its plan to the peak of the others', () => {
    const sources = [
      { planned: () => demand(1), peak: () => [] },
      { planned: () => demand(2), peak: () => demand(5) },
    ];
    expect(poolDemand(sources)).toMatchObject({ planned: [{ sessions: 1 }, { sessions: 2 }], peak: [{ sessions: 1 }, { sessions: 5 }] });
  });

  test('have no peak when none is declared', () => {
    expect(poolDemand([{ planned: () => demand(1), peak: () => [] }]).peak).toEqual([]);
  });
});
