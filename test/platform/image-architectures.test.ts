/** Images beside the CPUs of the nodes that run them. */
import { AgentRuntime } from '../../lib/agents/agent-runtime';
import { GpuService } from '../../lib/agents/gpu-service';
import { cpuOfInstance } from '../../lib/catalog/cpu-architecture';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { IMAGES } from '../../lib/catalog/pins/images';
import { imageReference } from '../../lib/catalog/pins/pin';
import type { Finding } from '../../lib/core/finding';
import { isFleetError } from '../../lib/core/fleet-error';
import { InferencePool } from '../../lib/inference/inference-pool';
import { Cluster, type ClusterProps } from '../../lib/platform/cluster';
import { ImageArchitectures } from '../../lib/platform/image-architectures';
import type { NodePoolProps } from '../../lib/platform/node-pool';
import { RUN_IMAGE_RULES } from '../../lib/platform/rules';
import type { RunImages } from '../../lib/platform/rules/image-built-for-cpu';
import { ARCHITECTURE_RULES } from '../../lib/security/rules';
import { SessionStore } from '../../lib/stores/session-store';
import { describeRules } from '../rules/cases';
import { research, type Setting } from '../setup/research-stack';

const SIZE = { cpuPerNode: 64, memoryGiBPerNode: 512, diskGiBPerNode: 2_000 };
const ARM: NodePoolProps = { nodes: 3, ...SIZE, labels: { 'node.kubernetes.io/instance-type': 'm7g.16xlarge' } };
const X86: NodePoolProps = { nodes: 3, ...SIZE, labels: { pool: 'x86' } };
const AGENTS = 'registry.example.com/agents:1.0.0';

function found(
  build: (setting: Setting) => void,
  nodePools: Readonly<Record<string, NodePoolProps>>,
  more: ClusterProps = {},
): readonly Finding[] {
  const all = (): readonly Finding[] => {
    try {
      const plan = research(({ stack }) =>
        build({ stack, cluster: Cluster.fromKubeconfig({ context: 'arm', nodePools, ...more }) }),
      ).plan();
      return plan.findings as readonly Finding[];
    } catch (error) {
      if (isFleetError(error)) return error.problems;
      throw error;
    }
  };
  return all().filter(({ code }) => code === 'AF-CLU-081' || code === 'AF-SUP-006');
}

const messages = (findings: readonly Finding[]) => findings.map(({ severity, message }) => `${severity}: ${message}`);

const agents = ({ stack, cluster }: Setting, props: object = {}) =>
  void new AgentRuntime(stack, 'agents', { cluster, framework: 'langgraph', image: AGENTS, ...props });

const pool =
  (gpu: Gpu, engine?: Engine) =>
  ({ stack, cluster }: Setting) =>
    void new InferencePool(stack, 'workers', {
      cluster,
      model: engine?.id === 'tei' ? Model.BGE_M3 : Model.LLAMA_3_1_8B_INSTRUCT,
      gpu,
      maxContextTokens: 8_192,
      ...(engine === undefined ? {} : { engine }),
    });

describe('CPU nodes with Arm', () => {
  test('images of the library run there, and of an image of ones own nobody knows', () => {
    const build = (setting: Setting) => {
      new SessionStore(setting.stack, 'sessions', { cluster: setting.cluster });
      agents(setting);
    };
    expect(messages(found(build, { arm: ARM }))).toEqual([
      `warning: nobody says whether ${AGENTS} of Deployment agents is built for arm64 CPUs, and node pool "arm" has them`,
    ]);
    expect(found(build, { arm: ARM })[0]?.repairs).toEqual([
      "imageArchitectures: { 'registry.example.com/agents': ['amd64', 'arm64'] } of the cluster",
      "a node pool with amd64 CPUs: nodePools: { cpu: { nodes: 2, labels: { 'kubernetes.io/arch': 'amd64' } } }",
    ]);
    expect(found(build, { x86: X86 })).toEqual([]);
  });

  test('a strict cluster refuses what nobody knows', () => {
    expect(messages(found(agents, { arm: ARM }, { strict: true }))[0]).toMatch(/^error: nobody says/);
  });

  test('what is said of an image counts, by its repository or by its tag, which goes first', () => {
    const both = { imageArchitectures: { 'registry.example.com/agents': ['amd64', 'arm64'] } } as const;
    expect(found(agents, { arm: ARM }, both)).toEqual([]);
    const one = { imageArchitectures: { ...both.imageArchitectures, [AGENTS]: ['amd64'] } } as const;
    const [finding] = found(agents, { arm: ARM, x86: X86 }, one);
    expect(finding).toMatchObject({
      severity: 'error',
      message: `${AGENTS} of Deployment agents is built for amd64 CPUs, and node pool "arm" has arm64`,
      repairs: ["cpuNodePools: ['x86'] on it, or on the cluster for all"],
    });
    expect(found((setting) => agents(setting, { cpuNodePools: ['x86'] }), { arm: ARM, x86: X86 }, one)).toEqual([]);
  });

  test('an image for Arm alone does not run on the others', () => {
    const arm = { imageArchitectures: { [AGENTS]: ['arm64'] } } as const;
    expect(messages(found(agents, { x86: X86 }, arm))).toEqual([
      `error: ${AGENTS} of Deployment agents is built for arm64 CPUs, and node pool "x86" has amd64`,
    ]);
  });

  test('a mirror changes nothing of it', () => {
    const mirrored = {
      registryMirror: 'registry.internal/mirror',
      imageArchitectures: { 'registry.example.com/agents': ['amd64'] },
    } as const;
    expect(messages(found(agents, { arm: ARM }, mirrored))[0]).toContain(`${AGENTS} of Deployment agents is built for amd64`);
  });

  test('a name that nothing pulls is told, with the one that was meant', () => {
    const wrong = { imageArchitectures: { 'registry.example.com/agent:1.0.0': ['amd64'] } } as const;
    expect(found(agents, { x86: X86 }, wrong)[0]?.repairs).toEqual([`did you mean ${AGENTS}?`]);
  });
});

describe('GPUs beside a Grace CPU', () => {
  test('engines whose images are built for x86-64 alone are refused there, declared or not', () => {
    const tgi = Engine.textGenerationInference();
    expect(messages(found(pool(Gpu.GH200_96GB, tgi), { grace: { gpu: Gpu.GH200_96GB, nodes: 2, ...SIZE } }))).toEqual([
      'error: ghcr.io/huggingface/text-generation-inference:3.3.7 of pool workers is built for amd64 CPUs, and node pool "grace" has arm64',
    ]);
    expect(messages(found(pool(Gpu.GH200_96GB, tgi), {}))[0]).toContain('a node with GH200 96GB has arm64');
    expect(found(pool(Gpu.H100_SXM, tgi), {})).toEqual([]);
  });

  test('vLLM and TensorRT-LLM run there; of the image of SGLang that is pulled nobody knows', () => {
    expect(found(pool(Gpu.GB200), {})).toEqual([]);
    expect(found(pool(Gpu.GB200, Engine.tensorRtLlm()), {})).toEqual([]);
    expect(messages(found(pool(Gpu.GB200, Engine.sglang()), {}))[0]).toMatch(/^warning: nobody says whether docker\.io\/lmsysorg\/sglang/);
  });

  test('an image of ones own is asked for its CPUs', () => {
    const own = Engine.vllm({ image: 'registry.example.com/vllm' });
    const [finding] = found(pool(Gpu.GB200, own), {});
    expect(finding?.repairs[0]).toBe("imageArchitectures: { 'registry.example.com/vllm': ['amd64', 'arm64'] } of the cluster");
    expect(found(pool(Gpu.GB200, own), {}, { imageArchitectures: { 'registry.example.com/vllm': ['arm64'] } })).toEqual([]);
  });

  test('tools on GPUs are asked, too', () => {
    const service = ({ stack, cluster }: Setting) =>
      void new GpuService(stack, 'speech', {
        cluster,
        gpu: Gpu.GH200_96GB,
        image: 'registry.example.com/whisper:2.0.0',
        port: 8_000,
        memoryGiBPerGpu: 20,
        startupSeconds: 60,
      });
    const said = { imageArchitectures: { 'registry.example.com/whisper': ['amd64'] } } as const;
    expect(messages(found(service, {}, said))).toEqual([
      'error: registry.example.com/whisper:2.0.0 of GPU service speech is built for amd64 CPUs, and a node with GH200 96GB has arm64',
    ]);
  });
});

test.each([
  [{ gpu: Gpu.GB200, nodes: 1, cpuArchitecture: 'amd64' }, 'GB200 (per GPU, NVL72) stands beside a Grace CPU'],
  [{ nodes: 1, cpuArchitecture: 'arm64', labels: { 'kubernetes.io/arch': 'amd64' } }, 'its label kubernetes.io/arch says so'],
  [{ nodes: 1, cpuArchitecture: 'amd64', labels: { 'node.kubernetes.io/instance-type': 't4g.large' } }, 't4g.large has an Arm CPU'],
] as const)('a CPU that cannot be is refused', (props, reason) => {
  expect(() => Cluster.fromKubeconfig({ context: 'c', nodePools: { one: props as NodePoolProps } })).toThrow(reason);
});

test.each([
  ['m7g.xlarge', true],
  ['c6gn.2xlarge', true],
  ['g5g.xlarge', true],
  ['p6e-gb200.36xlarge', true],
  ['a4x-highgpu-4g', true],
  ['c4a-standard-8', true],
  ['Standard_D4ps_v5', true],
  ['Standard_E4pds_v6', true],
  ['Standard_ND128isr_NDR_GB200_v6', true],
  ['BM.GPU.GB200.4', true],
  ['VM.Standard.A1.Flex', true],
  ['cax21', true],
  ['g6e.xlarge', false],
  ['g4dn.xlarge', false],
  ['p5.48xlarge', false],
  ['a2-highgpu-1g', false],
  ['a3-highgpu-8g', false],
  ['Standard_NC24ads_A100_v4', false],
  ['Standard_D4s_v5', false],
  ['BM.GPU.H100.8', false],
  ['BM.GPU.A100-v2.8', false],
])('%s has an Arm CPU: %s', (type, isArm) => {
  expect(cpuOfInstance(type)).toBe(isArm ? 'arm64' : undefined);
});

test('of which images of the library nobody has read what they are built for', () => {
  const architectures = new ImageArchitectures();
  const unknown = Object.values(IMAGES).filter((image) => architectures.of(imageReference(image)) === null);
  expect(unknown.map(({ id }) => id).sort()).toEqual(['backup-sidecar', 'llm-d-inference-sim', 'pgvector-extension', 'sglang', 'vllm-cpu']);
});

const run = (architectures: RunImages['images'][number]['architectures'], cpuArchitecture: 'amd64' | 'arm64'): RunImages => ({
  workload: 'Deployment agents',
  prop: 'cpuNodePools',
  images: [{ image: AGENTS, architectures }],
  nodes: [{ name: 'node pool "cpu"', cpuArchitecture }],
  repairs: () => ["cpuNodePools: ['x86']"],
});

describeRules('rules of images beside the CPUs of nodes', RUN_IMAGE_RULES, {
  'image-built-for-cpu': {
    violated: [run(['amd64'], 'arm64'), run(null, 'arm64')],
    compliant: run(['amd64', 'arm64'], 'arm64'),
    notApplicable: { ...run(null, 'arm64'), nodes: [] },
  },
});

describeRules('rules of what is said of images', ARCHITECTURE_RULES, {
  'architectures-used': {
    violated: [{ unused: ['registry.example.com/agent:1.0.0'], pulled: [AGENTS] }],
    compliant: { unused: [], pulled: [AGENTS] },
    notApplicable: { unused: null, pulled: [AGENTS] },
  },
});
