import { TerraformStack, Testing } from 'cdktf';
import {
  Cluster,
  type ClusterProps,
  Engine,
  Gpu,
  InferencePool,
  type InferencePoolProps,
  Model,
  Scaling,
  Weights,
} from 'cdktf-agent-fleet';
import type { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { Pins } from '../../lib/catalog';
import { templateOf } from '../setup/template-of';

const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });
const base: InferencePoolProps = { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.A100_80GB_PCIE, maxContextTokens: 8_192 };

function synthesize(props: Partial<InferencePoolProps> = {}): FleetTemplate {
  const app = Testing.app();
  new InferencePool(new TerraformStack(app, 'models'), 'llama', { ...base, ...props });
  return templateOf(app, 'models');
}

interface PodSpec {
  readonly volumes: readonly { readonly name: string; readonly emptyDir?: object; readonly persistentVolumeClaim?: object }[];
  readonly affinity: unknown;
  readonly tolerations: unknown;
  readonly enableServiceLinks: boolean;
  readonly terminationGracePeriodSeconds: number;
  readonly containers: readonly {
    readonly image: string;
    readonly args: readonly string[];
    readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
    readonly resources: { readonly limits: Record<string, string>; readonly requests: Record<string, string> };
    readonly startupProbe: { readonly periodSeconds: number; readonly failureThreshold: number };
    readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  }[];
}

function podOf(template: FleetTemplate): PodSpec {
  const [deployment] = template.manifests().filter(({ kind }) => kind === 'Deployment');
  if (deployment === undefined) throw new Error('no deployment');
  return (deployment['spec'] as { template: { spec: PodSpec } }).template.spec;
}

const argsOf = (props: Partial<InferencePoolProps>) => podOf(synthesize(props)).containers[0]?.args ?? [];
const names = (template: FleetTemplate, kind: string) =>
  template
    .manifests()
    .filter((object) => object.kind === kind)
    .map(({ metadata }) => metadata.name);

test('a pool asks for its GPUs in requests and limits, and tolerates their taint', () => {
  const pod = podOf(synthesize({ model: Model.LLAMA_3_3_70B_INSTRUCT, quantization: 'fp8', gpu: Gpu.H100_PCIE, gpusPerReplica: 2 }));
  expect(pod.containers[0]?.resources.limits['nvidia.com/gpu']).toBe('2');
  expect(pod.containers[0]?.resources.requests['nvidia.com/gpu']).toBe('2');
  expect(pod.tolerations).toEqual([{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }]);
});

test('a service named after the engine cannot inject variables into it', () => {
  expect(podOf(synthesize()).enableServiceLinks).toBe(false);
});

test('there is time to drain: pre-stop, the drain of the engine, and some slack', () => {
  expect(podOf(synthesize()).terminationGracePeriodSeconds).toBe(15 + 120 + 15);
  expect(argsOf({})).toContain('--shutdown-timeout');
});

test('a larger checkpoint gets a longer start', () => {
  const budget = (props: Partial<InferencePoolProps>) => {
    const probe = podOf(synthesize(props)).containers[0]?.startupProbe;
    return (probe?.periodSeconds ?? 0) * (probe?.failureThreshold ?? 0);
  };
  expect(budget({})).toBe(1_800);
  expect(budget({ model: Model.LLAMA_3_3_70B_INSTRUCT, quantization: 'fp8', gpu: Gpu.H100_PCIE, gpusPerReplica: 2 })).toBeGreaterThan(
    1_800,
  );
});

describe('precision', () => {
  test('fp8 weights bring an fp8 KV cache where the GPU computes in fp8', () => {
    expect(argsOf({ quantization: 'fp8', gpu: Gpu.H100_SXM }).join(' ')).toContain('--quantization fp8 --kv-cache-dtype fp8');
  });

  test('and leave the KV cache alone where it does not', () => {
    const args = argsOf({ quantization: 'fp8', gpu: Gpu.A100_80GB_PCIE });
    expect(args).not.toContain('--kv-cache-dtype');
  });

  test('fp8 KV cache on Ampere needs an opt-in, and then the one backend that can', () => {
    expect(() => synthesize({ kvCacheDtype: 'fp8' })).toThrow(/AF-CAP-004/);
    expect(argsOf({ kvCacheDtype: 'fp8', allowExperimentalFp8Kv: true }).join(' ')).toContain('--attention-backend FLASHINFER');
  });

  test('a quantized checkpoint says it itself', () => {
    expect(argsOf({ model: Model.GPT_OSS_20B, gpu: Gpu.H100_SXM })).not.toContain('--quantization');
  });
});

describe('a checkpoint of unknown size', () => {
  const model = Model.custom({
    id: 'unknown-size',
    huggingFaceId: 'example/unknown-size',
    provenance: { source: 'this test', asOf: '2026-11', evidence: 'assumed' },
  });

  test('gets no disk limit that could evict it while it loads', () => {
    const pod = podOf(synthesize({ model }));
    expect(pod.volumes.find(({ name }) => name === 'weights')?.emptyDir).toEqual({});
    expect(pod.containers[0]?.resources.limits).not.toHaveProperty('ephemeral-storage');
  });

  test('needs the size of its claim', () => {
    expect(() => synthesize({ model, weights: Weights.claim() })).toThrow(/AF-PLT-005.*weights\.sizeGiB/);
    expect(() => synthesize({ model, weights: Weights.claim({ sizeGiB: 100 }) })).not.toThrow();
  });
});

test('an autoscaled pool leaves its replicas to the scaler and survives a drained node', () => {
  const template = synthesize({ scaling: Scaling.queueDepth({ min: 2, max: 8 }) });
  const deployment = template.manifests().find(({ kind }) => kind === 'Deployment');
  expect(deployment?.['spec']).not.toHaveProperty('replicas');
  expect(names(template, 'ScaledObject')).toEqual(['llama']);
  expect(names(template, 'PodDisruptionBudget')).toEqual(['llama']);
});

test('a single replica has no disruption budget: it would only block the node', () => {
  expect(names(synthesize(), 'PodDisruptionBudget')).toEqual([]);
});

test('a mirror serves the image', () => {
  const mirrored = Cluster.fromKubeconfig({ context: 'prod-eu', registryMirror: 'registry.internal:5000/mirror' });
  expect(podOf(synthesize({ cluster: mirrored })).containers[0]?.image).toMatch(
    /^registry\.internal:5000\/mirror\/vllm\/vllm-openai:v0\.30\.0$/,
  );
});

test('the engine version is the tag of the image', () => {
  expect(podOf(synthesize({ engine: Engine.vllm({ version: '0.31.0' }) })).containers[0]?.image).toBe(
    `docker.io/vllm/vllm-openai:v0.31.0@${Pins.digests['docker.io/vllm/vllm-openai:v0.31.0']?.digest}`,
  );
});

test('extra flags come last', () => {
  expect(argsOf({ extraArgs: ['--enable-lora'] }).at(-1)).toBe('--enable-lora');
});

test('nodes that start from zero are selected by the labels of their pool', () => {
  const autoscaled = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: { a100: { gpu: Gpu.A100_80GB_PCIE, nodes: 2, labels: { 'cloud.google.com/gke-accelerator': 'nvidia-a100-80gb' } } },
  });
  expect(JSON.stringify(podOf(synthesize({ cluster: autoscaled })).affinity)).toContain('cloud.google.com/gke-accelerator');
  expect(JSON.stringify(podOf(synthesize()).affinity)).toContain('NVIDIA-A100-80GB-PCIe');
});

describe('taints of node pools', () => {
  const gpu = Gpu.A100_80GB_PCIE;
  const present = { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' };
  const sku = { key: 'sku', value: 'gpu', effect: 'NoSchedule' } as const;
  const tolerationsOn = (nodePools: NonNullable<ClusterProps['nodePools']>, pinned: Partial<InferencePoolProps> = {}) =>
    podOf(synthesize({ cluster: Cluster.fromKubeconfig({ context: 'prod-eu', nodePools }), ...pinned })).tolerations;

  test('pods tolerate what their nodes declare', () => {
    const drained = { key: 'team', effect: 'NoExecute' } as const;
    expect(tolerationsOn({ a100: { gpu, nodes: 2, taints: [sku, drained] } })).toEqual([
      present,
      { key: 'sku', operator: 'Equal', value: 'gpu', effect: 'NoSchedule' },
      { key: 'team', operator: 'Exists', effect: 'NoExecute' },
    ]);
  });

  test('the taint of the vendor is tolerated once, whatever its value', () => {
    expect(tolerationsOn({ a100: { gpu, nodes: 2, taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }] } })).toEqual(
      [present],
    );
  });

  test('the same key with another effect is another taint', () => {
    expect(tolerationsOn({ a100: { gpu, nodes: 2, taints: [{ key: 'nvidia.com/gpu', effect: 'NoExecute' }] } })).toEqual([
      present,
      { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoExecute' },
    ]);
  });

  test('a pool that may run on several node pools tolerates all of theirs, a pinned one those of its own', () => {
    const team = { key: 'team', value: 'a', effect: 'NoSchedule' } as const;
    const pools = {
      one: { gpu, nodes: 2, labels: { p: 'one' }, taints: [sku] },
      two: { gpu, nodes: 2, labels: { p: 'two' }, taints: [sku, team] },
    };
    expect(tolerationsOn(pools)).toHaveLength(3);
    expect(tolerationsOn(pools, { nodePool: 'one' })).toEqual([
      present,
      { key: 'sku', operator: 'Equal', value: 'gpu', effect: 'NoSchedule' },
    ]);
  });
});

test('the plan of a pool without fleets still says what it could hold', () => {
  const [pool] = synthesize().plan().pools;
  expect(pool).toMatchObject({ name: 'llama', verdict: 'fits', demandGiB: 0, costPerHour: { floor: 1.35, ceiling: 1.35 } });
  expect(pool?.memory.kvTokensPerReplica).toBeGreaterThan(400_000);
});
