/** Pools on MIG slices: what pods ask for, where they go, what a slice costs, and what is refused. */

import { App, TerraformStack } from 'cdktf';
import { Gpu } from '../../lib/catalog/gpu';
import { layoutFits } from '../../lib/catalog/mig-layout';
import { Model } from '../../lib/catalog/model';
import { InferencePool } from '../../lib/inference/inference-pool';
import { Cluster } from '../../lib/platform/cluster';
import { FleetPlatform } from '../../lib/platform/fleet-platform';
import type { NodeMig } from '../../lib/platform/node-mig';
import type { FleetTemplate } from '../../lib/testing';
import { templateOf } from '../setup/template-of';
import { temporaryOutdir } from '../setup/temporary-outdir';

const TWO = Gpu.mig('2g.20gb', Gpu.H100_PCIE);
const ONE = Gpu.mig('1g.10gb', Gpu.H100_PCIE);
const LAYOUT: NodeMig = { layout: { '2g.20gb': 1, '1g.10gb': 1 } };

const clusterWith = (mig: NodeMig, more = {}) =>
  Cluster.fromKubeconfig({
    context: 'prod',
    nodePools: { slices: { gpu: Gpu.H100_PCIE, nodes: 1, usdPerGpuHour: 3, priceAsOf: '2026-11-01', mig, ...more }, cpu: { nodes: 2 } },
  });

interface Asked {
  readonly name: string;
  readonly gpu: Gpu;
  readonly gpusPerReplica?: number;
  readonly replicas?: number;
}

function template(mig: NodeMig, asked: readonly Asked[], more = {}): FleetTemplate {
  const app = new App({ outdir: temporaryOutdir() });
  const stack = new TerraformStack(app, 'slices');
  const cluster = clusterWith(mig, more);
  for (const { name, ...props } of asked)
    new InferencePool(stack, name, { cluster, model: Model.QWEN3_0_6B, maxContextTokens: 2_048, ...props });
  return templateOf(app, 'slices');
}

interface Pod {
  readonly affinity: {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: { matchExpressions: object[] }[] } };
  };
  readonly containers: { resources: { limits: Record<string, string> } }[];
}

function podOf(made: FleetTemplate, name: string) {
  const object = made.manifests().find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name);
  const { affinity, containers } = (object as unknown as { spec: { template: { spec: Pod } } }).spec.template.spec;
  const gpus = Object.entries(containers[0]?.resources.limits ?? {}).filter(([key]) => key.startsWith('nvidia.com/'));
  return {
    gpus,
    expressions: affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms.map(
      (term) => term.matchExpressions,
    ),
  };
}

describe('F24: a 2g.20gb and a 1g.10gb slice of one H100', () => {
  const made = () =>
    template(LAYOUT, [
      { name: 'orchestrator', gpu: TWO },
      { name: 'embeddings', gpu: ONE },
    ]);

  test('pods ask for their slice and select the product and the layout', () => {
    const pod = podOf(made(), 'orchestrator');
    expect(pod.gpus).toEqual([['nvidia.com/mig-2g.20gb', '1']]);
    expect(pod.expressions).toEqual([
      [
        { key: 'nvidia.com/gpu.product', operator: 'In', values: ['NVIDIA-H100-PCIe'] },
        { key: 'nvidia.com/mig.config', operator: 'In', values: ['agent-fleet-1x2g.20gb-1x1g.10gb'] },
      ],
    ]);
    expect(podOf(made(), 'embeddings').gpus).toEqual([['nvidia.com/mig-1g.10gb', '1']]);
  });

  test('the plan names the resource and the layout that nodes are labelled with', () => {
    const layouts = [{ nodePool: 'slices', layout: 'agent-fleet-1x2g.20gb-1x1g.10gb' }];
    expect(
      made()
        .plan()
        .pools.map(({ slices }) => slices),
    ).toEqual([
      { resource: 'nvidia.com/mig-2g.20gb', layouts },
      { resource: 'nvidia.com/mig-1g.10gb', layouts },
    ]);
  });

  test('the slices pay the card together, once', () => {
    const { pools } = made().plan();
    expect(pools.map(({ costPerHour }) => costPerHour.floor)).toEqual([2, 1]);
  });
});

test('where slices appear as GPUs, pods ask for GPUs and select the product of the slice', () => {
  const pod = podOf(template({ strategy: 'single', layout: { '2g.20gb': 3 } }, [{ name: 'p', gpu: TWO, replicas: 3 }]), 'p');
  expect(pod.gpus).toEqual([['nvidia.com/gpu', '1']]);
  expect(JSON.stringify(pod.expressions)).toContain('NVIDIA-H100-PCIe-MIG-2g.20gb');
});

test('labels of the node pool stand in the place of the product and the layout', () => {
  const pod = podOf(template(LAYOUT, [{ name: 'p', gpu: TWO }], { labels: { pool: 'cut' } }), 'p');
  expect(pod.expressions).toEqual([[{ key: 'pool', operator: 'In', values: ['cut'] }]]);
});

test.each([
  ['more slices than the cards have', [{ name: 'p', gpu: TWO, replicas: 2 }], 'AF-CLU-001'],
  ['a slice that is not cut', [{ name: 'p', gpu: Gpu.mig('3g.40gb', Gpu.H100_PCIE) }], 'AF-CLU-006'],
  ['a slice of another card', [{ name: 'p', gpu: Gpu.mig('2g.20gb', Gpu.H100_SXM) }], 'AF-CLU-006'],
  ['a whole card that is cut', [{ name: 'p', gpu: Gpu.H100_PCIE }], 'AF-CLU-002'],
  ['a model over slices', [{ name: 'p', gpu: ONE, gpusPerReplica: 2 }], 'AF-CAP-008'],
])('%s is refused', (_, asked, code) => {
  expect(() => template(LAYOUT, asked)).toThrow(code);
});

test.each([
  ['a card that cannot be cut', { gpu: Gpu.L40S }, /cannot be cut/],
  ['a profile of another card', { mig: { layout: { '1g.5gb': 1 } } }, /it has no 1g\.5gb/],
  ['slices that do not fit beside each other', { mig: { layout: { '4g.40gb': 2 } } }, /no room/],
  ['no slice', { mig: { layout: {} } }, /at least one slice/],
  ['several sizes that appear as GPUs', { mig: { strategy: 'single', layout: LAYOUT.layout } }, /one size/],
  ['a slice that is cut again', { gpu: TWO }, /whole card/],
])('%s is no layout', (_, more, message) => {
  expect(() => clusterWith(LAYOUT, more)).toThrow(message);
});

test('a CPU pool is not cut, and a cluster shows its slices in one way', () => {
  expect(() => Cluster.fromKubeconfig({ context: 'c', nodePools: { a: { nodes: 1, mig: LAYOUT } } })).toThrow(/without gpu/);
  const cut = (strategy: 'single' | 'mixed') => ({ gpu: Gpu.H100_PCIE, nodes: 1, mig: { strategy, layout: { '1g.10gb': 7 } } });
  expect(() => Cluster.fromKubeconfig({ context: 'c', nodePools: { a: cut('single'), b: cut('mixed') } })).toThrow(/one mig\.strategy/);
});

test('slices lie where NVIDIA lets them begin', () => {
  const fits = (layout: Record<string, number>) => layoutFits(Gpu.H100_PCIE.facts, layout);
  const room = [{ '3g.40gb': 2 }, { '4g.40gb': 1, '3g.40gb': 1 }, { '1g.10gb': 7 }, { '1g.20gb': 4 }, { '2g.20gb': 3, '1g.10gb': 1 }];
  expect(room.map(fits)).toEqual([true, true, true, true, true]);
  const none = [{ '4g.40gb': 2 }, { '3g.40gb': 2, '1g.10gb': 1 }, { '7g.80gb': 1, '1g.10gb': 1 }, { '2g.20gb': 4 }, { '1g.10gb': 8 }];
  expect(none.map(fits)).toEqual([false, false, false, false, false]);
  expect(layoutFits(Gpu.RTX_PRO_6000.facts, { '2g.48gb': 1, '1g.24gb': 2 })).toBe(true);
});

describe('a slice of nobody is paid as well, which the plan says', () => {
  const found = (mig: NodeMig, asked: readonly Asked[], more = {}) =>
    template(mig, asked, more)
      .plan()
      .findings.filter(({ code }) => code === 'AF-CAP-044')
      .map(({ message }) => message);

  test.each<[string, NodeMig, readonly Asked[], RegExp]>([
    ['another size', LAYOUT, [{ name: 'p', gpu: TWO }], /need 1 card .*1 × 1g\.10gb are unused.*33 % of the price of 1 card out/],
    ['the same size', { layout: { '1g.10gb': 7 } }, [{ name: 'p', gpu: ONE, replicas: 2 }], /5 × 1g\.10gb.*71 % of the price/],
    ['a second card', { layout: { '1g.10gb': 7 } }, [{ name: 'p', gpu: ONE, replicas: 8 }], /need 2 cards.*6 × 1g\.10gb.*43 % .* 2 cards/],
    ['one strategy', { strategy: 'single', layout: { '2g.20gb': 3 } }, [{ name: 'p', gpu: TWO }], /2 × 2g\.20gb.*67 %/],
  ])('%s', (_, mig, asked, message) => {
    expect(found(mig, asked, { nodes: 2 })).toEqual([expect.stringMatching(message)]);
  });

  test.each<[string, NodeMig, readonly Asked[]]>([
    [
      'two pools on a card',
      LAYOUT,
      [
        { name: 'p', gpu: TWO },
        { name: 'q', gpu: ONE },
      ],
    ],
    ['replicas on every slice', { layout: { '1g.10gb': 7 } }, [{ name: 'p', gpu: ONE, replicas: 7 }]],
  ])('not with %s', (_, mig, asked) => {
    expect(found(mig, asked)).toEqual([]);
  });
});

describe('the GPU operator', () => {
  const values = (gpuOperator = {}) => {
    const app = new App({ outdir: temporaryOutdir() });
    const stack = new TerraformStack(app, 'platform');
    new FleetPlatform(stack, 'operators', { cluster: clusterWith(LAYOUT), gpuOperator });
    const releases = templateOf(app, 'platform').resources('helm_release') as { name: string; values: string[] }[];
    return JSON.parse(releases.find(({ name }) => name === 'gpu-operator')?.values[0] ?? '{}');
  };

  test('gets the layouts of all node pools and their strategy', () => {
    const { mig, migManager } = values();
    expect(mig).toEqual({ strategy: 'mixed' });
    expect(migManager).toMatchObject({ enabled: true, config: { create: true, name: 'agent-fleet-mig' } });
    expect(migManager.config.data['config.yaml']).toContain('agent-fleet-1x2g.20gb-1x1g.10gb:\n');
  });

  test('takes no other strategy than that of the node pools', () => {
    expect(() => values({ migStrategy: 'single' })).toThrow('AF-PLT-001');
  });
});

describe('a GPU operator that is there already', () => {
  const beside = (gpuOperator: 'existing' | object, more = {}) => {
    const app = new App({ outdir: temporaryOutdir() });
    const cluster = clusterWith(LAYOUT, more);
    new FleetPlatform(new TerraformStack(app, 'platform'), 'operators', { cluster, gpuOperator });
    new InferencePool(new TerraformStack(app, 'slices'), 'p', { cluster, gpu: TWO, model: Model.QWEN3_0_6B, maxContextTokens: 2_048 });
    return () => templateOf(app, 'slices');
  };

  test('does not know our layouts, so the nodes need labels of their own', () => {
    expect(beside('existing')).toThrow(/AF-PLT-008[\s\S]*agent-fleet-1x2g\.20gb-1x1g\.10gb/);
  });

  test.each([
    ['installed by the platform', {}, {}],
    ['which was given the layout', 'existing' as const, { labels: { 'nvidia.com/mig.config': 'agent-fleet-1x2g.20gb-1x1g.10gb' } }],
    ['of a cloud that labels its nodes', 'existing' as const, { labels: { 'example.com/slices': '2g.20gb' } }],
  ])('%s is accepted', (_, gpuOperator, more) => {
    expect(beside(gpuOperator, more)).not.toThrow();
  });
});
