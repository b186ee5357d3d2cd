/** A pool that names its node pool is judged, priced and placed on that one alone. */
import { Gpu } from '../../lib/catalog/gpu';
import { Cluster } from '../../lib/platform/cluster';
import { pool, refusal, research, type Setting } from '../setup/research-stack';

const GPU = Gpu.A100_80GB_PCIE;
/** A small old pool and a large bridged one of the same GPU. */
const TWO = Cluster.fromKubeconfig({
  context: 'two',
  nodePools: {
    old: { gpu: GPU, gpusPerNode: 1, nodes: 2, labels: { pool: 'old' }, usdPerGpuHour: 1, priceAsOf: '2026-11-01' },
    large: { gpu: GPU, gpusPerNode: 4, nodes: 4, labels: { pool: 'large' }, nvlinkBridge: true, usdPerGpuHour: 3, priceAsOf: '2026-11-01' },
  },
});
const on = (nodePool: string | undefined, more = {}) => ({ cluster: TWO, ...(nodePool === undefined ? {} : { nodePool }), ...more });
const planOf = (nodePool: string | undefined) => research((setting) => pool(setting, 'p', on(nodePool))).plan().pools[0];

const codes = (build: (setting: Setting) => void) => refusal(build).problems.map(({ code, prop }) => `${code} ${prop}`);

test.each([
  ['old', 1],
  ['large', 3],
])('a pool on %s costs what its GPUs cost', (nodePool, usd) => {
  expect(planOf(nodePool)).toMatchObject({ price: { usdPerGpuHour: usd }, costPerHour: { floor: usd } });
});

test('only the nodes of the pinned pool count for its quota', () => {
  expect(codes((setting) => pool(setting, 'p', on('old', { replicas: 3 })))).toContain('AF-CLU-001 replicas');
  expect(() => research((setting) => pool(setting, 'p', on(undefined, { replicas: 3 })))).not.toThrow();
});

test('pools that are pinned to one node pool add up there', () => {
  const two = (setting: Setting) => {
    pool(setting, 'p', on('old', { replicas: 1 }));
    pool(setting, 'q', on('old', { replicas: 2 }));
  };
  const [problem, ...others] = refusal(two).problems.filter(({ code }) => code === 'AF-CLU-001');
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ path: 'research/p', value: 3, allowed: 'at most 2 × A100 PCIe 80GB' });
});

test('a replica has to fit into a node of the pinned pool', () => {
  expect(codes((setting) => pool(setting, 'p', on('old', { gpusPerReplica: 2 })))).toContain('AF-CLU-004 gpusPerReplica');
  expect(() => research((setting) => pool(setting, 'p', on('large', { gpusPerReplica: 2 })))).not.toThrow();
});

test('the NVLink bridge of another node pool joins nothing here', () => {
  const bridged = Cluster.fromKubeconfig({
    context: 'bridged',
    nodePools: {
      plain: { gpu: GPU, gpusPerNode: 2, nodes: 1, labels: { pool: 'plain' } },
      bridged: { gpu: GPU, gpusPerNode: 2, nodes: 1, labels: { pool: 'bridged' }, nvlinkBridge: true },
    },
  });
  const warned = (nodePool: string) =>
    research((setting) => pool(setting, 'p', { cluster: bridged, nodePool, gpusPerReplica: 2 }))
      .plan()
      .findings.some(({ code, prop }) => code === 'AF-CAP-032' && prop === 'nvlinkBridge');
  expect([warned('plain'), warned('bridged')]).toEqual([true, false]);
});

const termsOf = (nodePool: string | undefined) => {
  const template = research((setting) => pool(setting, 'p', on(nodePool)));
  const [deployment] = template.manifests().filter(({ kind }) => kind === 'Deployment');
  return JSON.stringify(deployment?.['spec']);
};

test('pods go to the pinned pool only, and to every pool with the GPU where none is named', () => {
  expect(termsOf('old')).toContain('old');
  expect(termsOf('old')).not.toContain('large');
  expect(termsOf(undefined)).toContain('old');
  expect(termsOf(undefined)).toContain('large');
});

test('a pinned pool that nothing tells from another with its GPU is refused', () => {
  const unmarked = Cluster.fromKubeconfig({ context: 'u', nodePools: { a: { gpu: GPU, nodes: 1 }, b: { gpu: GPU, nodes: 1 } } });
  const [problem] = refusal((setting) => pool(setting, 'p', { cluster: unmarked, nodePool: 'a' })).problems;
  expect(problem).toMatchObject({ code: 'AF-CLU-002', prop: 'nodePool', value: 'a' });
  const alone = Cluster.fromKubeconfig({ context: 'u', nodePools: { a: { gpu: GPU, nodes: 1 } } });
  expect(() => research((setting) => pool(setting, 'p', { cluster: alone, nodePool: 'a' }))).not.toThrow();
});
