/** Several engines on one card: what pods ask for, where they go, what they pay, how much memory each gets, and what is refused or only stated. */

import { App, TerraformStack } from 'cdktf';
import { estimateLatency } from '../../lib/capacity';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { InferencePool } from '../../lib/inference/inference-pool';
import type { InferencePoolProps } from '../../lib/inference/inference-pool-props';
import { Cluster } from '../../lib/platform/cluster';
import { FleetPlatform } from '../../lib/platform/fleet-platform';
import type { NodePoolProps } from '../../lib/platform/node-pool';
import type { NodeSharing } from '../../lib/platform/node-sharing';
import type { FleetTemplate } from '../../lib/testing';
import { replica } from '../capacity/support';
import { templateOf } from '../setup/template-of';
import { temporaryOutdir } from '../setup/temporary-outdir';

type Asked = Partial<InferencePoolProps> & { readonly name: string };

const clusterWith = (sharing: NodeSharing, more: Partial<NodePoolProps> = {}, others: Record<string, NodePoolProps> = {}) =>
  Cluster.fromKubeconfig({
    context: 'prod',
    nodePools: {
      shared: { gpu: Gpu.L40, nodes: 1, usdPerGpuHour: 1, priceAsOf: '2026-07-03', sharing, ...more },
      ...others,
      cpu: { nodes: 2 },
    },
  });

function template(cluster: Cluster, asked: readonly Asked[]): FleetTemplate {
  const app = new App({ outdir: temporaryOutdir() });
  const stack = new TerraformStack(app, 'cards');
  for (const { name, ...props } of asked)
    new InferencePool(stack, name, { cluster, model: Model.QWEN3_0_6B, gpu: Gpu.L40, maxContextTokens: 2_048, ...props });
  return templateOf(app, 'cards');
}

const PAIR: readonly Asked[] = [{ name: 'a' }, { name: 'b' }];
const pair = (sharing: NodeSharing = { engines: 2 }, more: Partial<NodePoolProps> = {}, asked = PAIR) =>
  template(clusterWith(sharing, more), asked);

interface PodOnCard {
  readonly affinity: {
    readonly nodeAffinity: {
      readonly requiredDuringSchedulingIgnoredDuringExecution: {
        readonly nodeSelectorTerms: readonly [{ readonly matchExpressions: readonly object[] }];
      };
    };
    readonly podAntiAffinity?: { readonly requiredDuringSchedulingIgnoredDuringExecution: readonly object[] };
  };
  readonly containers: readonly [
    {
      readonly args: readonly string[];
      readonly resources: { readonly limits: Readonly<Record<string, string>> };
      readonly volumeMounts: readonly { readonly mountPath: string }[];
    },
  ];
}

function podOf(made: FleetTemplate, name: string) {
  const object = made.manifests().find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name);
  const { affinity, containers } = (object as unknown as { spec: { template: { spec: PodOnCard } } }).spec.template.spec;
  return {
    gpus: Object.entries(containers[0].resources.limits).filter(([key]) => key.startsWith('nvidia.com/')),
    expressions: affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions,
    apart: affinity.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution,
    args: containers[0].args,
    folders: containers[0].volumeMounts.map(({ mountPath }) => mountPath),
  };
}

const flagOf = (args: readonly string[], flag: string) => args[args.indexOf(flag) + 1];
const codesOf = (made: FleetTemplate) => made.plan().findings.map(({ code }) => code);

describe('two engines on one card', () => {
  test('pods ask for a part, select the product and the way to share, and go to no card that has another of their pool', () => {
    const pod = podOf(pair(), 'a');
    expect(pod.gpus).toEqual([['nvidia.com/gpu.shared', '1']]);
    expect(pod.expressions).toEqual([
      { key: 'nvidia.com/gpu.product', operator: 'In', values: ['NVIDIA-L40'] },
      { key: 'nvidia.com/device-plugin.config', operator: 'In', values: ['agent-fleet-time-slicing-2'] },
    ]);
    expect(pod.apart).toMatchObject([{ topologyKey: 'kubernetes.io/hostname' }]);
  });

  test('they pay the card together, once', () => {
    const { pools, costPerHour } = pair().plan();
    expect(pools.map((pool) => pool.costPerHour.floor)).toEqual([0.5, 0.5]);
    expect(costPerHour.floor).toBe(1);
  });

  test('each gets half of what one may plan with, and its cache in bytes, whatever the other does while it starts', () => {
    const { args } = podOf(pair(), 'a');
    expect(flagOf(args, '--gpu-memory-utilization')).toBe('0.45');
    const { kvGiBPerReplica } = pair().plan().pools[0]?.memory ?? { kvGiBPerReplica: 0 };
    expect(Number(flagOf(args, '--kv-cache-memory-bytes')) / 1024 ** 3).toBeCloseTo(kvGiBPerReplica, 2);
  });

  test('an engine that has a card to itself is told no bytes', () => {
    const cluster = clusterWith({ engines: 2 }, {}, { whole: { gpu: Gpu.H100_PCIE, nodes: 1 } });
    expect(podOf(template(cluster, [...PAIR, { name: 'c', gpu: Gpu.H100_PCIE }]), 'c').args).not.toContain('--kv-cache-memory-bytes');
  });

  test('the plan names the resource, the way to share and that both are on one card for certain', () => {
    expect(pair().plan().pools[0]?.sharing).toEqual({
      resource: 'nvidia.com/gpu.shared',
      strategy: 'time-slicing',
      enginesPerCard: 2,
      configs: [{ nodePool: 'shared', config: 'agent-fleet-time-slicing-2' }],
      onOneCard: true,
    });
    expect(pair({ engines: 2 }, { nodes: 2 }).plan().pools[0]?.sharing?.onOneCard).toBe(false);
  });

  test('that they are not isolated is a finding, and refuses nothing', () => {
    expect(codesOf(pair())).toContain('AF-CAP-041');
    expect(
      pair()
        .plan()
        .findings.find(({ code }) => code === 'AF-CAP-041')?.message,
    ).toMatch(/a, b share one .*L40 by time-slicing/);
  });

  test('all of them working, each has at most half of the speed', () => {
    const load = { concurrency: 8, inputTokens: 1_000, outputTokens: 200 };
    const speed = (enginesPerCard: number) => estimateLatency(replica({ enginesPerCard }), load);
    const [whole, half] = [speed(1), speed(2)].map((estimate) => ('missing' in estimate ? Number.NaN : estimate.tpotMs));
    expect(half).toBeGreaterThan(1.5 * (whole ?? 0));
    expect(half).toBeLessThanOrEqual(2 * (whole ?? 0));
  });
});

describe('the memory of a card', () => {
  test.each([
    [
      'shares above nine tenths together',
      [
        { name: 'a', gpuMemoryUtilization: 0.5 },
        { name: 'b', gpuMemoryUtilization: 0.45 },
      ],
      /0\.5 \+ 0\.45 = 0\.95 of one card/,
    ],
    ['weights that do not fit into a half', [{ name: 'a', model: Model.QWEN3_32B }, { name: 'b' }], /AF-CAP-/],
  ])('%s are refused', (_, asked, message) => {
    expect(() => pair({ engines: 2 }, {}, asked)).toThrow(message);
  });

  test('unequal shares within nine tenths fit', () => {
    const asked = [
      { name: 'a', gpuMemoryUtilization: 0.7 },
      { name: 'b', gpuMemoryUtilization: 0.2 },
    ];
    expect(flagOf(podOf(pair({ engines: 2 }, {}, asked), 'a').args, '--gpu-memory-utilization')).toBe('0.70');
  });

  test('on a node of several cards the two largest may meet, replicas of one pool too', () => {
    const asked = [
      { name: 'a', gpuMemoryUtilization: 0.6, replicas: 2 },
      { name: 'b', gpuMemoryUtilization: 0.2, replicas: 2 },
    ];
    expect(() => pair({ engines: 2 }, { gpusPerNode: 2 }, asked)).toThrow(/0\.6 \+ 0\.6 = 1\.20 of one card/);
    expect(() => pair({ engines: 2 }, { nodes: 2 }, asked)).not.toThrow();
  });

  test('a small share of a whole card is refused with the prop that shares it', () => {
    const whole = clusterWith({ engines: 2 }, {}, { whole: { gpu: Gpu.H100_PCIE, nodes: 1 } });
    expect(() => template(whole, [{ name: 'a', gpu: Gpu.H100_PCIE, gpuMemoryUtilization: 0.45 }])).toThrow(/AF-CAP-005[\s\S]*sharing/);
  });
});

test.each<readonly [string, NodeSharing, Partial<NodePoolProps>, readonly Asked[], string]>([
  ['more engines than parts', { engines: 2 }, {}, [...PAIR, { name: 'c' }], 'AF-CLU-001'],
  ['two of one pool with one card', { engines: 2 }, {}, [{ name: 'a', replicas: 2 }], 'AF-CLU-010'],
  ['a model over parts', { engines: 2 }, { gpusPerNode: 2 }, [{ name: 'a', gpusPerReplica: 2 }], 'AF-CAP-008'],
  ['an engine that takes what is free', { engines: 2 }, {}, [{ name: 'a', engine: Engine.sglang() }], 'AF-ENG-046'],
  [
    'more than a part of MPS',
    { strategy: 'mps', engines: 2 },
    {},
    [
      { name: 'a', gpuMemoryUtilization: 0.6 },
      { name: 'b', gpuMemoryUtilization: 0.3 },
    ],
    'AF-CAP-042',
  ],
  [
    'two users under MPS',
    { strategy: 'mps', engines: 2 },
    {},
    [{ name: 'a' }, { name: 'b', model: Model.BGE_M3, engine: Engine.textEmbeddingsInference() }],
    'AF-CLU-024',
  ],
])('%s is refused', (_, sharing, more, asked, code) => {
  expect(() => pair(sharing, more, asked)).toThrow(code);
});

test.each([
  ['a slice', { mig: { layout: { '1g.10gb': 7 } }, gpu: Gpu.H100_PCIE }, /either mig or sharing/],
  ['a card of another vendor', { gpu: Gpu.MI300X }, /not served by the NVIDIA device plugin/],
  ['one engine', { sharing: { engines: 1 } }, /engines/],
])('%s is not shared', (_, more, message) => {
  expect(() => clusterWith({ engines: 2 }, more)).toThrow(message);
});

test('a CPU pool is not shared', () => {
  expect(() => Cluster.fromKubeconfig({ context: 'c', nodePools: { a: { nodes: 1, sharing: { engines: 2 } } } })).toThrow(/without gpu/);
});

test('a pool that names no node pool runs on whole cards where there are some', () => {
  const cluster = clusterWith({ engines: 2 }, {}, { whole: { gpu: Gpu.L40, nodes: 1 } });
  const made = template(cluster, [{ name: 'a' }, { name: 'b', nodePool: 'shared' }, { name: 'c', nodePool: 'shared' }]);
  expect(podOf(made, 'a').gpus).toEqual([['nvidia.com/gpu', '1']]);
  expect(podOf(made, 'b').gpus).toEqual([['nvidia.com/gpu.shared', '1']]);
});

test('a part of nobody is paid as well, which the plan says', () => {
  expect(codesOf(pair({ engines: 3 }))).toContain('AF-CAP-043');
  expect(codesOf(pair())).not.toContain('AF-CAP-043');
});

describe('MPS', () => {
  const made = () => pair({ strategy: 'mps', engines: 2 });

  test('leaves the shared memory to the device plugin, and how far it goes is uncertain', () => {
    expect(podOf(made(), 'a').folders).not.toContain('/dev/shm');
    expect(podOf(pair(), 'a').folders).toContain('/dev/shm');
    const strict = (sharing: NodeSharing) => () => {
      const nodePools = { shared: { gpu: Gpu.L40, nodes: 1, sharing }, cpu: { nodes: 1 } };
      return template(Cluster.fromKubeconfig({ context: 'prod', strict: true, nodePools }), PAIR);
    };
    expect(strict({ strategy: 'mps', engines: 2 })).toThrow('AF-CAP-041');
    expect(strict({ engines: 2 })).not.toThrow('AF-CAP-041');
  });
});

describe('the GPU operator', () => {
  const values = (more = {}) => {
    const app = new App({ outdir: temporaryOutdir() });
    const cluster = clusterWith({ engines: 2 }, more, { more: { gpu: Gpu.H100_PCIE, nodes: 1, sharing: { strategy: 'mps', engines: 4 } } });
    new FleetPlatform(new TerraformStack(app, 'platform'), 'operators', { cluster });
    const releases = templateOf(app, 'platform').resources('helm_release') as { name: string; values: string[] }[];
    return JSON.parse(releases.find(({ name }) => name === 'gpu-operator')?.values[0] ?? '{}');
  };

  test('gets the ways to share of all node pools, and shares nothing on nodes without the label', () => {
    const { config } = values().devicePlugin;
    expect(config).toMatchObject({ create: true, default: '' });
    expect(Object.keys(config.data)).toEqual(['agent-fleet-time-slicing-2', 'agent-fleet-mps-4']);
    expect(config.data['agent-fleet-time-slicing-2']).toContain('timeSlicing:\n');
    expect(config.data['agent-fleet-mps-4']).toMatch(/mps:\n[\s\S]*replicas: 4/);
  });
});
