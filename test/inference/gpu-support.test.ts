/** What a GPU needs to be deployed: a whole card, an image for its vendor that runs without root, a server that holds a replica. */
import { sizeReplica } from '../../lib/capacity';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import type { InferencePoolProps } from '../../lib/inference/inference-pool-props';
import { Cluster } from '../../lib/platform/cluster';
import { cpuNodeAffinity } from '../../lib/platform/placement';
import { findings, pool, refusal, research } from '../setup/research-stack';

type Props = Partial<InferencePoolProps>;
const problems = (props: Props) => refusal((setting) => pool(setting, 'p', props)).problems;
const codes = (props: Props) => problems(props).map(({ code }) => code);
const warned = (props: Props) => findings((setting) => pool(setting, 'p', props)).map(({ code }) => code);
const containerOf = (props: Props) => {
  const deployment = research((setting) => pool(setting, 'p', props))
    .manifests()
    .find(({ kind }) => kind === 'Deployment') as unknown as {
    spec: { template: { spec: { containers: { image: string; env: { name: string; value?: string }[] }[] } } };
  };
  const [container] = deployment.spec.template.spec.containers;
  if (container === undefined) throw new Error('no container');
  return container;
};

const slice = Gpu.mig('3g.40gb', Gpu.A100_80GB_SXM);
const reportedSlice = Gpu.fromReported({ name: 'NVIDIA H100 80GB HBM3 MIG 1g.10gb', memoryGiB: 9.6 });
const ownSlice = Gpu.custom({ ...Gpu.H200_SXM.facts, id: 'half', sliceOf: { gpu: 'h200-sxm-141', profile: '3g.71gb' } });

describe('MIG slices', () => {
  test.each([
    ['cut by the library', slice],
    ['named by a driver', reportedSlice],
    ['described by the user', ownSlice],
  ])('a slice that is %s is known as one and deployed only where nodes are cut into it', (_, gpu) => {
    expect(gpu.facts.sliceOf).toMatchObject({ gpu: expect.any(String), profile: expect.stringMatching(/^\dg\.\d+gb$/) });
    const found = problems({ gpu, model: Model.QWEN3_0_6B, maxContextTokens: 1024 }).find(({ code }) => code === 'AF-CLU-006');
    expect(found).toMatchObject({ prop: 'gpu', value: gpu.id });
    expect(found?.repairs).toContain(`gpu: Gpu.byId('${gpu.facts.sliceOf?.gpu}')`);
    expect(Gpu.byId(gpu.facts.sliceOf?.gpu ?? '')).toBeDefined();
  });

  test('the name of a slice is not the name of a card', () => {
    expect(Gpu.byProductName('NVIDIA-A100-SXM4-80GB-MIG-3g.40gb')).toBeUndefined();
    expect(Gpu.byProductName('NVIDIA-A100-SXM4-80GB')).toBe(Gpu.A100_80GB_SXM);
    const { facts } = Gpu.fromReported({ name: 'NVIDIA A100-SXM4-80GB MIG 3g.40gb', memoryGiB: 39.2 });
    expect(facts.sliceOf).toEqual({ gpu: 'a100-sxm-80', profile: '3g.40gb' });
  });

  test('a slice is still sized, and a whole card is none', () => {
    const spec = {
      model: Model.QWEN3_0_6B,
      engine: Engine.vllm(),
      tensorParallel: 1,
      quantization: 'checkpoint',
      kvCacheDtype: 'auto',
    } as const;
    const sized = (gpu: Gpu) => sizeReplica({ ...spec, gpu, gpuMemoryUtilization: 0.9, maxContextTokens: 1024 }).kvCacheGiB;
    expect(sized(slice)).toBeGreaterThan(20);
    expect(sized(slice)).toBeLessThan(sized(Gpu.A100_80GB_SXM) / 2 + 5);
    for (const gpu of Gpu.all()) expect(gpu.facts.sliceOf).toBeNull();
  });

  test('the facts of a slice are checked', () => {
    expect(() => Gpu.custom({ ...Gpu.H200_SXM.facts, sliceOf: { gpu: '', profile: '1g.18gb' } })).toThrow(/sliceOf\.gpu/);
  });
});

describe('images', () => {
  test('an AMD card gets the ROCm image, and the user variable that it lacks', () => {
    const container = containerOf({ gpu: Gpu.MI300X });
    expect(container.image).toMatch(/^docker\.io\/vllm\/vllm-openai-rocm:v0\.30\.0@sha256:[0-9a-f]{64}$/);
    expect(container.env).toContainEqual(expect.objectContaining({ name: 'USER', value: 'vllm' }));
    expect(warned({ gpu: Gpu.MI300X })).toContain('AF-ENG-029');
  });

  test('an NVIDIA card gets the CUDA image, whose user is there', () => {
    const container = containerOf({});
    expect(container.image).toMatch(/^docker\.io\/vllm\/vllm-openai:v0\.30\.0@sha256:/);
    expect(container.env.map(({ name }) => name)).not.toContain('USER');
    expect(warned({})).not.toContain('AF-ENG-029');
  });

  test.each([Gpu.MI300X, Gpu.MI325X, Gpu.MI355X])('before 0.14 nothing was published for AMD', (gpu) => {
    const [problem] = problems({ gpu, engine: Engine.vllm({ version: '0.13.0' }) }).filter(({ code }) => code === 'AF-ENG-028');
    expect(problem).toMatchObject({ prop: 'engine', value: '0.13.0', allowed: '0.14.0 or newer' });
  });

  test.each(['0.10.2', '0.19.0', '0.21.0'])('the image of %s starts as root only, which pods never are', (version) => {
    expect(codes({ engine: Engine.vllm({ version }), toolCalling: false })).toContain('AF-ENG-029');
  });

  test('an image of the user’s own is taken for every card and not judged', () => {
    const engine = Engine.vllm({ version: '0.19.0', image: 'registry.internal/vllm' });
    expect(engine.imageReference(Gpu.MI300X)).toBe('registry.internal/vllm:v0.19.0');
    expect(warned({ engine })).not.toContain('AF-ENG-029');
  });

  test('from 0.22 on the user is part of the image', () => {
    expect(warned({ engine: Engine.vllm({ version: '0.22.0' }) })).not.toContain('AF-ENG-029');
  });
});

describe('servers', () => {
  const large = { model: Model.LLAMA_3_1_70B_INSTRUCT };
  test.each([
    [Gpu.L40S, 16, 10],
    [Gpu.H100_SXM, 16, 8],
    [Gpu.GB200, 8, 4],
    [Gpu.MI300X, 16, 8],
  ])('%s: a replica of %d is refused where no node is declared: a server has %d', (gpu, gpusPerReplica, most) => {
    const [problem] = problems({ ...large, gpu, gpusPerReplica }).filter(({ code }) => code === 'AF-CLU-004');
    expect(problem).toMatchObject({
      prop: 'gpusPerReplica',
      value: gpusPerReplica,
      allowed: `at most ${most}, the largest server that is sold`,
    });
  });

  test('stages and copies count as well', () => {
    const [problem] = problems({ ...large, gpu: Gpu.L40S, gpusPerReplica: 16, parallelism: { pipeline: 2 } }).filter(
      ({ code }) => code === 'AF-CLU-004',
    );
    expect(problem).toMatchObject({ prop: 'gpusPerReplica', value: 16 });
  });

  test('a declared node is believed', () => {
    const cluster = Cluster.fromKubeconfig({ context: 'c', nodePools: { wide: { gpu: Gpu.L40S, gpusPerNode: 16, nodes: 1 } } });
    expect(warned({ ...large, cluster, gpu: Gpu.L40S, gpusPerReplica: 16, parallelism: { pipeline: 2 } })).not.toContain('AF-CLU-004');
  });

  test('where nobody knows a server, more than eight is uncertain', () => {
    const unknown = Gpu.custom({ ...Gpu.H200_SXM.facts, id: 'unknown', largestServer: null });
    const props = { ...large, gpu: unknown, gpusPerReplica: 16, parallelism: { pipeline: 2 } };
    const found = findings((setting) => pool(setting, 'p', props)).find(({ code }) => code === 'AF-CLU-004');
    expect(found).toMatchObject({ severity: 'warning', value: 16 });
    expect(warned({ ...large, gpu: unknown, gpusPerReplica: 8 })).not.toContain('AF-CLU-004');
  });

  test('every figure has its source', () => {
    for (const { facts } of Gpu.all()) {
      expect(facts.fieldProvenance['largestServer'] === undefined).toBe(facts.largestServer === null);
      if (facts.largestServer !== null) expect(facts.largestServer).toBeGreaterThanOrEqual(4);
    }
  });
});

test('workloads without a GPU stay off the nodes of every vendor', () => {
  const [term] = cpuNodeAffinity().requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms;
  expect(term?.matchExpressions.map(({ key, operator }) => `${key} ${operator}`)).toEqual([
    'nvidia.com/gpu.present NotIn',
    'amd.com/gpu.device-id DoesNotExist',
    'beta.amd.com/gpu.device-id DoesNotExist',
    'feature.node.kubernetes.io/amd-gpu NotIn',
    'feature.node.kubernetes.io/amd-vgpu NotIn',
  ]);
});
