import { migSlice } from '../../lib/capacity';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { resultsOf } from '../../lib/core/evaluate-rules';
import type { InferencePoolSpec } from '../../lib/inference/inference-pool-props';
import { NO_DEMAND } from '../../lib/inference/pool-demand';
import { type PoolView, poolView } from '../../lib/inference/pool-view';
import { DEPLOYMENT_RULES } from '../../lib/inference/rules';
import { nodesCarryGpu } from '../../lib/inference/rules/nodes-carry-gpu';
import { Weights } from '../../lib/inference/weights';
import { ClusterNodes } from '../../lib/platform/cluster-nodes';
import { type NodePoolProps, toNodePool } from '../../lib/platform/node-pool';
import { POOL_SPEC } from '../support/pool-spec';
import { repairTexts } from '../support/repairs';
import { describeRules } from './cases';

const own: NodePoolProps = { gpu: Gpu.H100_SXM, gpusPerNode: 2, nodes: 2 };
const other: NodePoolProps = { gpu: Gpu.A100_80GB_PCIE, gpusPerNode: 4, nodes: 2 };

function view(props: Partial<InferencePoolSpec> = {}, nodePools: Readonly<Record<string, NodePoolProps>> = { own }): PoolView {
  const nodes = new ClusterNodes(
    'prod',
    Object.entries(nodePools).map(([name, pool]) => toNodePool(name, pool)),
  );
  const setting = { name: 'p', path: 'stack/p', namespace: 'stack', nodes, image: (reference: string) => reference };
  return poolView({ ...POOL_SPEC, ...props }, { ...setting, demand: () => NO_DEMAND });
}

const onOneNode = Weights.existingClaim('weights', { accessMode: 'ReadWriteOnce' });
const unlabelled = Gpu.custom({ ...Gpu.H200_SXM.facts, id: 'unlabelled', productLabels: [] });
const unsold = Gpu.custom({ ...Gpu.H200_SXM.facts, id: 'unsold', largestServer: null });

describeRules('rules of where a pool runs and from what', DEPLOYMENT_RULES, {
  'claim-mounts-everywhere': {
    violated: [view({ weights: onOneNode, replicas: 2 })],
    compliant: view({ weights: onOneNode, replicas: 1 }),
    notApplicable: view({ weights: Weights.ephemeral(), replicas: 2 }),
  },
  'nodes-carry-gpu': { violated: [view({}, { other })], compliant: view(), notApplicable: view({}, {}) },
  'gpu-label-known': { violated: [view({ gpu: unlabelled }, {})], compliant: view({}, {}), notApplicable: view({ gpu: unlabelled }) },
  'replica-in-node': {
    violated: [view({ gpusPerReplica: 4 }), view({ gpu: unsold, gpusPerReplica: 16 }, {})],
    compliant: view({ gpusPerReplica: 2 }),
    notApplicable: view({ gpusPerReplica: 4 }, { other }),
  },
  'whole-gpu': { violated: [view({ gpu: migSlice(Gpu.H100_SXM, '3g.40gb') as Gpu })], compliant: view(), notApplicable: 'always' },
  'image-for-gpu': {
    violated: [view({ gpu: Gpu.MI300X, engine: Engine.vllm({ version: '0.13.0' }) })],
    compliant: view({ gpu: Gpu.MI300X, engine: Engine.vllm() }),
    notApplicable: 'always',
  },
  'memory-share-read': {
    violated: [view({ engineMemoryFraction: 0.8 })],
    compliant: view({ gpuMemoryUtilization: 0.9 }),
    notApplicable: view({ gpuMemoryUtilization: undefined }),
  },
  'image-runs-as-user': {
    violated: [view({ engine: Engine.vllm({ version: '0.19.0' }) }), view({ gpu: Gpu.MI300X })],
    compliant: view(),
    notApplicable: view({ engine: Engine.vllm({ version: '0.19.0', image: 'registry.internal/vllm' }) }),
  },
});

describe('a named node pool', () => {
  const said = (nodePool: string, nodePools: Readonly<Record<string, NodePoolProps>>) => {
    const [result] = resultsOf([nodesCarryGpu], view({ nodePool }, nodePools));
    return [result?.outcome, ...repairTexts(result?.findings[0])];
  };

  test.each([
    ['that is there, with the GPU', 'own', { own, other }, ['compliant']],
    ['that nearly is there', 'owm', { own, other }, ['violated', "nodePool: 'own'"]],
    ['of another GPU', 'other', { own, other }, ['violated', "nodePool: 'own'"]],
    ['of no GPU', 'cpus', { own, cpus: { nodes: 3 } }, ['violated', "nodePool: 'own'"]],
    ['on a cluster that declares none', 'own', {}, ['violated', 'declare it in nodePools of the cluster']],
  ])('%s', (_, nodePool, nodePools, expected) => {
    expect(said(nodePool, nodePools as Readonly<Record<string, NodePoolProps>>)).toEqual(expected);
  });

  test('without labels beside another of its GPU: its pods could land there', () => {
    expect(said('own', { own, more: own })).toEqual([
      'violated',
      expect.stringMatching(/^labels on node pool "own"/),
      'leave out nodePool',
    ]);
    expect(said('own', { own: { ...own, labels: { tier: 'own' } }, more: own })).toEqual(['compliant']);
  });
});
