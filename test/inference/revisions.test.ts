/** Commits of what a pool downloads: the download brings them, another commit is another claim, and what would pin nothing is refused. */
import { TerraformStack, Testing } from 'cdktf';
import { Cluster, Engine, FleetError, Gpu, InferencePool, type InferencePoolProps, Model, Speculative, Weights } from 'cdktf-agent-fleet';
import type { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { sbom, unpinned } from '../../lib/report/sbom';
import { templateOf } from '../setup/template-of';

const cluster = Cluster.fromKubeconfig({ context: 'prod' });
const base: InferencePoolProps = { cluster, model: Model.QWEN3_8B, gpu: Gpu.H100_SXM, maxContextTokens: 8_192 };
const ONE = 'b968826d9c46dd6066d109eabc6255188de91218';
const OTHER = '0e9e39f249a16976918f6564b8830bc894c89659';
const pin = { 'Qwen/Qwen3-8B': ONE };

function synthesize(props: Partial<InferencePoolProps>): FleetTemplate {
  const app = Testing.app();
  new InferencePool(new TerraformStack(app, 'models'), 'served', { ...base, ...props });
  return templateOf(app, 'models');
}

function problemsOf(props: object) {
  try {
    synthesize(props);
    return [];
  } catch (error) {
    if (!(error instanceof FleetError)) throw error;
    return error.problems.map(({ code, prop }) => ({ code, prop }));
  }
}

interface Container {
  readonly command: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}
const podSpec = (template: FleetTemplate, kind: string) =>
  (
    template.manifests().find((one) => one.kind === kind) as unknown as {
      spec: { template: { spec: { initContainers?: Container[]; containers: Container[] } } };
    }
  ).spec.template.spec;
const brought = (template: FleetTemplate) => podSpec(template, 'Deployment').initContainers?.[0]?.command ?? [];
const claimName = (template: FleetTemplate) => template.manifests().find(({ kind }) => kind === 'PersistentVolumeClaim')?.metadata.name;

test.each<[string, Partial<InferencePoolProps>, string]>([
  ['vLLM', {}, `Qwen/Qwen3-8B@${ONE}`],
  ['SGLang', { engine: Engine.sglang() }, `Qwen/Qwen3-8B@${ONE}`],
  ['TensorRT-LLM', { engine: Engine.tensorRtLlm() }, `Qwen/Qwen3-8B@${ONE}`],
])('%s brings the commit, and the engine is told the repository as ever', (_, props, argument) => {
  const [plain, pinned] = [synthesize(props), synthesize({ ...props, revisions: pin })];
  expect(brought(pinned)).toContain(argument);
  expect(brought(plain)).toContain('Qwen/Qwen3-8B');
  const args = (template: FleetTemplate) => (podSpec(template, 'Deployment').containers[0] as unknown as { args: string[] }).args;
  expect(args(pinned)).toEqual(args(plain));
});

test('Text Embeddings Inference asks for the files of the commit', () => {
  const template = synthesize({ model: Model.BGE_M3, engine: Engine.textEmbeddingsInference(), revisions: { 'BAAI/bge-m3': ONE } });
  expect(brought(template).at(-1)).toBe(`BAAI/bge-m3@${ONE}`);
  expect(brought(template).join(' ')).toContain('/resolve/$2/$3');
});

test('drafters and adapters are pinned by their repositories', () => {
  const template = synthesize({
    speculative: Speculative.draftModel({ drafter: Model.QWEN3_0_6B, tokens: 3 }),
    adapters: [{ name: 'support', source: 'acme/support-lora', rank: 16 }],
    revisions: { 'Qwen/Qwen3-0.6B': ONE, 'acme/support-lora': OTHER },
  });
  expect(brought(template).slice(-3)).toEqual(['Qwen/Qwen3-8B', `Qwen/Qwen3-0.6B@${ONE}`, `acme/support-lora@${OTHER}`]);
});

test('another commit is another claim beside the old one; without one the name stays as it was', () => {
  const named = (revisions?: Record<string, string>) =>
    claimName(synthesize({ weights: Weights.claim(), ...(revisions === undefined ? {} : { revisions }) }));
  expect(new Set([named(), named(pin), named({ 'Qwen/Qwen3-8B': OTHER })]).size).toBe(3);
  expect(named(pin)).toBe(named(pin));
});

test('the Job of a claim compares what it brought with the checksums of the hub; a pod that downloads for itself begins sooner', () => {
  const env = (container: Container | undefined) => container?.env?.filter(({ name }) => name === 'VERIFY_CHECKSUMS');
  expect(env(podSpec(synthesize({ weights: Weights.claim() }), 'Job').containers[0])).toEqual([{ name: 'VERIFY_CHECKSUMS', value: 'yes' }]);
  expect(env(podSpec(synthesize({}), 'Deployment').initContainers?.[0])).toEqual([]);
});

test('the marker is of the commit: a volume that held another one is filled again', () => {
  const marker = (revisions: Record<string, string>) =>
    brought(synthesize({ revisions })).find((argument) => argument.endsWith('.complete'));
  expect(marker(pin)).not.toBe(marker({ 'Qwen/Qwen3-8B': OTHER }));
});

test('plan and bill of materials name the commit', () => {
  const { pools } = synthesize({ revisions: pin }).plan();
  expect(pools[0]?.model.revisions).toEqual(pin);
  const materials = { images: [], charts: [], stacks: [], pools };
  expect(unpinned(materials).weights).toEqual([]);
  expect(sbom(materials, '1.2.3')).toContain(`pkg:huggingface/Qwen/Qwen3-8B@${ONE}`);
  expect(unpinned({ ...materials, pools: synthesize({}).plan().pools }).weights).toEqual(['Qwen/Qwen3-8B']);
});

test.each<[string, object, string, string]>([
  ['a repository that is not downloaded', { revisions: { 'Qwen/Qwen3-14B': ONE } }, 'AF-ENG-053', 'revisions.Qwen/Qwen3-14B'],
  ['weights that are there already', { weights: Weights.existingClaim('models'), revisions: pin }, 'AF-ENG-053', 'revisions.Qwen/Qwen3-8B'],
  [
    'weights in an image',
    { weights: Weights.image({ image: 'registry.internal/w:1' }), revisions: pin },
    'AF-ENG-053',
    'revisions.Qwen/Qwen3-8B',
  ],
  [
    'an engine that brings the newest files',
    {
      cluster: Cluster.fromKubeconfig({ context: 'dev', environment: 'development' }),
      engine: Engine.ollama(),
      quantization: 'q4_k_m',
      model: Model.LLAMA_3_1_8B_INSTRUCT,
      revisions: pin,
    },
    'AF-ENG-053',
    'revisions',
  ],
  ['a branch', { revisions: { 'Qwen/Qwen3-8B': 'main' } }, 'AF-SPEC-001', 'revisions.Qwen/Qwen3-8B'],
  ['half a commit', { revisions: { 'Qwen/Qwen3-8B': 'b968826' } }, 'AF-SPEC-001', 'revisions.Qwen/Qwen3-8B'],
  ['a path', { revisions: { '/models/mine': ONE } }, 'AF-SPEC-001', 'revisions'],
])('refused: %s', (_, props, code, prop) => {
  expect(problemsOf(props)).toContainEqual({ code, prop });
});
