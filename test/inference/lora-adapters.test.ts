import { TerraformStack, Testing } from 'cdktf';
import {
  Cluster,
  Engine,
  FleetError,
  Gpu,
  InferencePool,
  type InferencePoolProps,
  LiteLLMRouter,
  type LoraAdapter,
  Model,
  Weights,
} from 'cdktf-agent-fleet';
import type { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { templateOf } from '../setup/template-of';

const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });
const support: LoraAdapter = { name: 'support', source: 'acme/support-lora', rank: 16 };
const sales: LoraAdapter = { name: 'sales', source: '/models/sales', rank: 20 };
const plain: InferencePoolProps = { cluster, model: Model.QWEN3_8B, gpu: Gpu.H100_SXM, maxContextTokens: 8_192 };

function synthesize(props: Partial<InferencePoolProps>): FleetTemplate {
  const app = Testing.app();
  new InferencePool(new TerraformStack(app, 'models'), 'served', { ...plain, ...props });
  return templateOf(app, 'models');
}

function problemsOf(props: Partial<InferencePoolProps>) {
  try {
    synthesize(props);
  } catch (error) {
    if (error instanceof FleetError) return error.problems.map(({ code, prop }) => ({ code, prop }));
    throw error;
  }
  return [];
}

interface Pod {
  readonly initContainers: readonly { readonly command: readonly string[] }[];
  readonly containers: readonly { readonly args: readonly string[] }[];
}

function podOf(template: FleetTemplate): Pod {
  const deployment = template.manifests().find(({ kind }) => kind === 'Deployment');
  if (deployment === undefined) throw new Error('no deployment');
  return (deployment['spec'] as { template: { spec: Pod } }).template.spec;
}

describe('LoRA adapters on vLLM', () => {
  const template = synthesize({ adapters: [support, sales] });
  const pod = podOf(template);
  const args = pod.containers[0]?.args ?? [];

  it('are loaded at the start, each under its name', () => {
    const at = args.indexOf('--lora-modules');
    expect(args).toContain('--enable-lora');
    expect(args.slice(at, at + 3)).toEqual(['--lora-modules', 'support=acme/support-lora', 'sales=/models/sales']);
  });

  it('have a slot each, with room for the largest rank in powers of two', () => {
    expect(args.join(' ')).toContain('--max-loras 2 --max-lora-rank 32 ');
  });

  it.each([
    [1, 8],
    [16, 16],
    [257, 512],
    [320, 512],
    [512, 512],
  ])('of rank %d get slots of rank %d', (rank, slot) => {
    const { args: given = [] } = podOf(synthesize({ adapters: [{ ...support, rank }] })).containers[0] ?? {};
    expect(given.join(' ')).toContain(`--max-loras 1 --max-lora-rank ${slot} `);
  });

  it('come with the weights where they are repositories; the engine fetches nothing', () => {
    const [download] = pod.initContainers;
    expect(download?.command.slice(-2)).toEqual(['Qwen/Qwen3-8B', 'acme/support-lora']);
  });

  it('stand in the plan', () => {
    expect(template.plan().pools[0]?.engineOptions.adapters).toEqual([support, sales]);
  });

  it('take memory from the KV cache, as their slots say', () => {
    const tokens = (adapters?: LoraAdapter[]) =>
      synthesize(adapters === undefined ? {} : { adapters }).plan().pools[0]?.memory.kvTokensPerReplica ?? 0;
    expect(tokens([support])).toBeLessThan(tokens());
    expect(tokens([support, sales])).toBeLessThan(tokens([support]));
  });

  it('have room on the claim of the weights', () => {
    const sizeOf = (props: Partial<InferencePoolProps>) => {
      const claim = synthesize({ weights: Weights.claim(), ...props })
        .manifests()
        .find(({ kind }) => kind === 'PersistentVolumeClaim');
      return Number.parseInt(/"storage":"(\d+)Gi"/.exec(JSON.stringify(claim))?.[1] ?? '', 10);
    };
    const many = Array.from({ length: 30 }, (_, index) => ({ ...support, name: `tuned-${index}`, rank: 64 }));
    expect(sizeOf({ adapters: many })).toBeGreaterThan(sizeOf({}));
  });
});

describe('LoRA adapters on SGLang', () => {
  const on = (props: Partial<InferencePoolProps> = {}) => synthesize({ engine: Engine.sglang(), ...props });
  const template = on({ adapters: [support, sales] });
  const pod = podOf(template);
  const args = pod.containers[0]?.args ?? [];

  it('are loaded at the start, each under its name', () => {
    const at = args.indexOf('--lora-paths');
    expect(args).toContain('--enable-lora');
    expect(args.slice(at, at + 3)).toEqual(['--lora-paths', 'support=acme/support-lora', 'sales=/models/sales']);
    expect(args[at + 3] ?? '--').toMatch(/^--/);
  });

  it('have a slot each, and the model has one, with room for the largest rank in the layers that the plan counts', () => {
    const targets = 'q_proj k_proj v_proj o_proj gate_proj up_proj down_proj';
    expect(args.join(' ')).toContain(`--max-loras-per-batch 3 --max-lora-rank 32 --lora-target-modules ${targets} `);
  });

  it('come with the weights where they are repositories', () => {
    expect(pod.initContainers[0]?.command.slice(-2)).toEqual(['Qwen/Qwen3-8B', 'acme/support-lora']);
  });

  it('take memory from the KV cache: that of the model as well', () => {
    const gib = (adapters?: LoraAdapter[]) => on(adapters === undefined ? {} : { adapters }).plan().pools[0]?.memory.kvGiBPerReplica ?? 0;
    const [none, one, two] = [gib(), gib([sales]), gib([sales, { ...sales, name: 'more' }])];
    expect(none - one).toBeCloseTo(2 * (one - two), 2);
    // Rank 32 in 36 layers: 32 × 36 × (2 × (4096 + 4096) + 2 × (4096 + 1024) + 3 × (4096 + 12288)) × 2 bytes, and both ends of the vocabulary.
    expect(one - two).toBeGreaterThan((32 * 36 * (2 * 8_192 + 2 * 5_120 + 3 * 16_384) * 2) / 1024 ** 3);
  });

  it('are asked for by the name of the model, a colon and their own, as the router does', () => {
    const app = Testing.app();
    const stack = new TerraformStack(app, 'models');
    const router = new LiteLLMRouter(stack, 'router', { cluster });
    const pool = new InferencePool(stack, 'served', { ...plain, engine: Engine.sglang(), adapters: [support] });
    router.addRoute({ alias: 'tickets', pool, adapter: 'support' });
    router.addRoute({ alias: 'plain', pool });
    const config = templateOf(app, 'models')
      .manifests()
      .find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'router') as unknown as { data: Record<string, string> };
    const models = [...(config.data['config.yaml'] ?? '').matchAll(/model: "?([\w./:-]+)/g)].map(([, model]) => model);
    expect(models).toEqual(expect.arrayContaining([expect.stringMatching(/\/qwen3-8b:support$/), expect.stringMatching(/\/qwen3-8b$/)]));
  });

  it('of experts and of weights in fp8 nobody knows: refused where a cluster may not guess', () => {
    const strict = Cluster.fromKubeconfig({ context: 'prod-eu', strict: true });
    const asked = { engine: Engine.sglang(), adapters: [support] };
    for (const more of [{ model: Model.QWEN3_30B_A3B_INSTRUCT_2507 }, { quantization: 'fp8' as const }]) {
      expect(problemsOf({ ...asked, ...more, cluster: strict })).toContainEqual({ code: 'AF-ENG-027', prop: 'adapters' });
      expect(problemsOf({ ...asked, ...more })).not.toContainEqual({ code: 'AF-ENG-027', prop: 'adapters' });
    }
  });
});

describe('adapters are refused', () => {
  it.each<[string, Partial<InferencePoolProps>, string, string]>([
    ['by Ollama', { engine: Engine.ollama(), quantization: 'q4_k_m', checkpoint: 'acme/model-GGUF' }, 'AF-ENG-027', 'adapters'],
    ['by SGLang of an encoder', { engine: Engine.sglang(), model: Model.BGE_M3 }, 'AF-ENG-027', 'engine'],
    [
      'by SGLang beside the flag that they set',
      { engine: Engine.sglang(), extraArgs: ['--max-loras-per-batch', '9'] },
      'AF-ENG-023',
      'extraArgs',
    ],
    [
      'by SGLang under the name of the model',
      { engine: Engine.sglang(), adapters: [{ ...support, name: Model.QWEN3_8B.id }] },
      'AF-ENG-027',
      'adapters.0.name',
    ],
    ['by TGI', { engine: Engine.textGenerationInference() }, 'AF-ENG-027', 'adapters'],
    ['by TensorRT-LLM', { engine: Engine.tensorRtLlm() }, 'AF-ENG-027', 'adapters'],
    ['of an encoder', { model: Model.BGE_M3 }, 'AF-ENG-027', 'adapters'],
    ['above the ranks of every release', { adapters: [{ ...support, rank: 513 }] }, 'AF-SPEC-001', 'adapters.0.rank'],
    ['under the name of the model', { adapters: [{ ...support, name: Model.QWEN3_8B.id }] }, 'AF-ENG-027', 'adapters.0.name'],
    ['beside the flag that they set', { extraArgs: ['--max-loras', '4'] }, 'AF-ENG-023', 'extraArgs'],
    ['twice under one name', { adapters: [support, { ...sales, name: 'support' }] }, 'AF-SPEC-001', 'adapters.1.name'],
    [
      'from a path that depends on where the engine starts',
      { adapters: [{ ...support, source: './support' }] },
      'AF-SPEC-001',
      'adapters.0.source',
    ],
    ['from a name without its owner', { adapters: [{ ...support, source: 'support-lora' }] }, 'AF-SPEC-001', 'adapters.0.source'],
    ['from a folder of a repository', { adapters: [{ ...support, source: 'acme/loras/support' }] }, 'AF-SPEC-001', 'adapters.0.source'],
    ['with a source that is a flag', { adapters: [{ ...support, source: '--trust' }] }, 'AF-SPEC-001', 'adapters.0.source'],
    [
      'when they could be loaded by anyone',
      { env: { VLLM_ALLOW_RUNTIME_LORA_UPDATING: '1' } },
      'AF-ENG-032',
      'env.VLLM_ALLOW_RUNTIME_LORA_UPDATING',
    ],
  ])('%s', (_what, props, code, prop) => {
    expect(problemsOf({ adapters: [support], ...props })).toContainEqual({ code, prop });
  });

  it('when a strict cluster may not guess: what adapters of experts take is not known', () => {
    const strict = Cluster.fromKubeconfig({ context: 'prod-eu', strict: true });
    const experts = { model: Model.QWEN3_30B_A3B_INSTRUCT_2507, adapters: [support] };
    expect(problemsOf({ ...experts, cluster: strict })).toContainEqual({ code: 'AF-ENG-027', prop: 'adapters' });
    expect(problemsOf(experts)).not.toContainEqual({ code: 'AF-ENG-027', prop: 'adapters' });
  });

  it('when a strict cluster may not guess: ranks of a release whose parser lists none', () => {
    const strict = Cluster.fromKubeconfig({ context: 'prod-eu', strict: true });
    const old = { engine: Engine.vllm({ version: '0.10.2' }), adapters: [{ ...support, rank: 320 }] };
    expect(problemsOf({ ...old, cluster: strict })).toContainEqual({ code: 'AF-ENG-027', prop: 'adapters.0.rank' });
    expect(problemsOf(old)).not.toContainEqual({ code: 'AF-ENG-027', prop: 'adapters.0.rank' });
  });

  it('when their slots leave no room for the KV cache', () => {
    const many = Array.from({ length: 300 }, (_, index) => ({ ...support, name: `tuned-${index}`, rank: 256 }));
    expect(problemsOf({ adapters: many }).length).toBeGreaterThan(0);
  });
});
