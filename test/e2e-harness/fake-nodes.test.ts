import { fakeNodes } from '../../e2e/fleets/fake-nodes';
import type { NodePoolFacts } from '../../e2e/fleets/side-facts';
import { Gpu } from '../../lib/catalog/gpu';

const taintsOf = (pool: Partial<NodePoolFacts>) =>
  fakeNodes([{ name: 'p', nodes: 1, gpusPerNode: 1, labels: {}, taints: [], zones: [], gpu: Gpu.L4.facts, ...pool }]).map(
    ({ spec }) => spec,
  );

test('nodes of the live proof carry the taint of the vendor and those that are declared', () => {
  expect(taintsOf({ taints: [{ key: 'sku', value: 'gpu', effect: 'NoSchedule' }] })).toEqual([
    {
      taints: [
        { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' },
        { key: 'sku', value: 'gpu', effect: 'NoSchedule' },
      ],
    },
  ]);
});

test('a declared taint with the key of the vendor stands for its own', () => {
  expect(taintsOf({ taints: [{ key: 'nvidia.com/gpu', value: 'true', effect: 'NoSchedule' }] })).toEqual([
    { taints: [{ key: 'nvidia.com/gpu', value: 'true', effect: 'NoSchedule' }] },
  ]);
});

test('its key with another effect is a taint of its own', () => {
  expect(taintsOf({ taints: [{ key: 'nvidia.com/gpu', effect: 'NoExecute' }] })).toEqual([
    {
      taints: [
        { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' },
        { key: 'nvidia.com/gpu', effect: 'NoExecute' },
      ],
    },
  ]);
});

test('nodes of a pool with zones take turns in them', () => {
  const nodes = fakeNodes([{ name: 'p', nodes: 3, gpusPerNode: 1, labels: {}, taints: [], zones: ['a', 'b'], gpu: Gpu.L4.facts }]);
  expect(nodes.map(({ metadata }) => metadata.labels?.['topology.kubernetes.io/zone'])).toEqual(['a', 'b', 'a']);
});
