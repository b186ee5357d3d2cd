/** A replica does not reach over nodes: GPUs that are left over on several nodes are none for it. */
import { Gpu } from '../../lib/catalog/gpu';
import { quotaFindings } from '../../lib/inference/gpu-quota';
import type { InferencePoolSpec } from '../../lib/inference/inference-pool-props';
import { NO_DEMAND } from '../../lib/inference/pool-demand';
import { poolView } from '../../lib/inference/pool-view';
import { ClusterNodes } from '../../lib/platform/cluster-nodes';
import { type NodePoolProps, toNodePool } from '../../lib/platform/node-pool';
import { POOL_SPEC } from '../support/pool-spec';

const nodePool = (nodes: number, gpusPerNode: number): NodePoolProps => ({ gpu: Gpu.H100_SXM, gpusPerNode, nodes });

function problems(nodePools: readonly NodePoolProps[], pools: readonly Partial<InferencePoolSpec>[]) {
  const nodes = new ClusterNodes(
    'prod',
    nodePools.map((pool, index) => toNodePool(`n${index}`, pool)),
  );
  const views = pools.map((props, index) => {
    const setting = { name: `p${index}`, path: `stack/p${index}`, namespace: 'stack', nodes, image: (reference: string) => reference };
    return poolView({ ...POOL_SPEC, ...props }, { ...setting, demand: () => NO_DEMAND });
  });
  return quotaFindings(views);
}

test('4 replicas of 3 GPUs on 3 nodes of 4 are as many GPUs as there are, and one too many', () => {
  const [problem, ...others] = problems([nodePool(3, 4)], [{ gpusPerReplica: 3, replicas: 4 }]);
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ code: 'AF-CLU-010', severity: 'error', prop: 'replicas', value: 4 });
  expect(problem?.message).toContain('hold 3 of that size');
  expect(problem?.repairs).toEqual(['1 more node with 4 × H100 SXM5 80GB', '1 replica less']);
});

test.each<[string, NodePoolProps[], Partial<InferencePoolSpec>[]]>([
  [
    'sizes that fill their nodes',
    [nodePool(3, 4)],
    [
      { gpusPerReplica: 4, replicas: 2 },
      { gpusPerReplica: 2, replicas: 2 },
    ],
  ],
  [
    'nodes of two sizes',
    [nodePool(1, 8), nodePool(2, 2)],
    [
      { gpusPerReplica: 4, replicas: 2 },
      { gpusPerReplica: 2, replicas: 2 },
    ],
  ],
  ['single GPUs', [nodePool(3, 4)], [{ replicas: 12 }]],
])('%s are accepted', (_, nodePools, pools) => {
  expect(problems(nodePools, pools)).toEqual([]);
});

test('replicas of several pools compete for the same nodes', () => {
  const pools = [
    { gpusPerReplica: 4, replicas: 2 },
    { gpusPerReplica: 3, replicas: 2 },
  ];
  expect(problems([nodePool(3, 4), nodePool(4, 1)], pools)).toMatchObject([{ code: 'AF-CLU-010', value: 4 }]);
});

test('a replica that no node holds has a finding of its own', () => {
  expect(problems([nodePool(4, 4)], [{ gpusPerReplica: 8 }])).toEqual([]);
});
