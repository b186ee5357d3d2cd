/** Cards and slices that a device class hands out (DRA): what pods ask for, and what is refused. */

import { App, TerraformStack } from 'cdktf';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { FleetError } from '../../lib/core/fleet-error';
import { InferencePool } from '../../lib/inference/inference-pool';
import { Cluster } from '../../lib/platform/cluster';
import { FleetPlatform } from '../../lib/platform/fleet-platform';
import { KarpenterNodePools } from '../../lib/platform/karpenter/karpenter-node-pools';
import type { NodePoolProps } from '../../lib/platform/node-pool';
import type { FleetTemplate } from '../../lib/testing';
import { templateOf } from '../setup/template-of';
import { temporaryOutdir } from '../setup/temporary-outdir';

const CARDS: NodePoolProps = { gpu: Gpu.H100_PCIE, gpusPerNode: 4, nodes: 2, usdPerGpuHour: 3, priceAsOf: '2026-11-01' };
const SMALL = Gpu.mig('1g.10gb', Gpu.H100_PCIE);

interface Asked {
  readonly pools: Readonly<Record<string, NodePoolProps>>;
  readonly gpu?: Gpu;
  readonly gpusPerReplica?: number;
  readonly more?: (stack: TerraformStack, cluster: Cluster) => void;
}

function template({ pools, gpu = Gpu.H100_PCIE, gpusPerReplica = 1, more }: Asked): FleetTemplate {
  const app = new App({ outdir: temporaryOutdir() });
  const stack = new TerraformStack(app, 'devices');
  const cluster = Cluster.fromKubeconfig({ context: 'prod', nodePools: { ...pools, cpu: { nodes: 2 } } });
  more?.(stack, cluster);
  new InferencePool(stack, 'p', { cluster, model: Model.QWEN3_0_6B, maxContextTokens: 2_048, gpu, gpusPerReplica });
  return templateOf(app, 'devices');
}

interface Container {
  readonly resources: { readonly limits: Record<string, string>; readonly requests: Record<string, string> };
}

function gpusOf(made: FleetTemplate) {
  const object = made.manifests().find(({ kind }) => kind === 'Deployment') as unknown as {
    spec: { template: { spec: { containers: Container[] } } };
  };
  const { limits = {}, requests = {} } = object.spec.template.spec.containers[0]?.resources ?? {};
  const named = (amounts: Record<string, string>) => Object.entries(amounts).filter(([key]) => key.includes('/'));
  expect(named(limits)).toEqual(named(requests));
  return named(limits);
}

function problemsOf(asked: Asked) {
  try {
    template(asked);
  } catch (error) {
    if (error instanceof FleetError) return error.problems.map(({ code, prop }) => `${code} ${prop}`);
    throw error;
  }
  return [];
}

test('a whole card, and a slice of each size, are asked for by their class', () => {
  expect(gpusOf(template({ pools: { cards: { ...CARDS, deviceClass: 'gpu.nvidia.com' } }, gpusPerReplica: 2 }))).toEqual([
    ['deviceclass.resource.kubernetes.io/gpu.nvidia.com', '2'],
  ]);
  const mig = { layout: { '1g.10gb': 3, '3g.40gb': 1 }, deviceClasses: { '1g.10gb': 'mig-1g-10gb', '3g.40gb': 'mig-3g-40gb' } };
  expect(gpusOf(template({ pools: { slices: { ...CARDS, mig } }, gpu: SMALL }))).toEqual([
    ['deviceclass.resource.kubernetes.io/mig-1g-10gb', '1'],
  ]);
});

test.each<[string, Asked, string]>([
  ['a name that is none', { pools: { cards: { ...CARDS, deviceClass: 'GPU' } } }, 'AF-SPEC-001 nodePools.cards.deviceClass'],
  [
    'nodes without GPUs',
    { pools: { cards: CARDS, plain: { nodes: 1, deviceClass: 'gpu.nvidia.com' } } },
    'AF-SPEC-001 nodePools.plain.deviceClass',
  ],
  [
    'cards that engines share',
    { pools: { cards: { ...CARDS, deviceClass: 'gpu.nvidia.com', sharing: { engines: 2 } } } },
    'AF-SPEC-001 nodePools.cards.sharing',
  ],
  [
    'the class of whole cards on cut ones',
    { pools: { cards: { ...CARDS, deviceClass: 'gpu.nvidia.com', mig: { layout: { '1g.10gb': 7 } } } }, gpu: SMALL },
    'AF-SPEC-001 nodePools.cards.deviceClass',
  ],
  [
    'a size without a class',
    { pools: { cards: { ...CARDS, mig: { layout: { '1g.10gb': 3, '3g.40gb': 1 }, deviceClasses: { '1g.10gb': 'small' } } } }, gpu: SMALL },
    'AF-SPEC-001 nodePools.cards.mig.deviceClasses',
  ],
  [
    'classes beside a strategy of the device plugin',
    {
      pools: { cards: { ...CARDS, mig: { strategy: 'single', layout: { '1g.10gb': 7 }, deviceClasses: { '1g.10gb': 'small' } } } },
      gpu: SMALL,
    },
    'AF-SPEC-001 nodePools.cards.mig.strategy',
  ],
  [
    'node pools that hand out cards in two ways',
    { pools: { cards: { ...CARDS, deviceClass: 'gpu.nvidia.com' }, others: CARDS } },
    'AF-CLU-061 nodePool',
  ],
  [
    'a GPU operator that is installed here',
    {
      pools: { cards: { ...CARDS, deviceClass: 'gpu.nvidia.com' } },
      more: (stack, cluster) => new FleetPlatform(stack, 'operators', { cluster }),
    },
    'AF-PLT-013 gpu',
  ],
  [
    'nodes that Karpenter starts',
    {
      pools: { cards: { ...CARDS, minNodes: 0, deviceClass: 'gpu.nvidia.com' } },
      more: (stack, cluster) => new KarpenterNodePools(stack, 'karpenter', { cluster, nodePools: ['cards'], nodeClass: 'gpus' }),
    },
    'AF-CLU-062 nodePools',
  ],
])('%s: refused', (_, asked, told) => {
  expect(problemsOf(asked)).toContain(told);
});
