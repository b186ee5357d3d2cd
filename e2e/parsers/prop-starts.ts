/** Props that become arguments, each on models of several kinds on every engine whose parser is asked. */
import { App, TerraformStack } from 'cdktf';
import {
  Cluster,
  type Engine,
  Gpu,
  InferencePool,
  type InferencePoolProps,
  isFleetError,
  Model,
  SecretRef,
  Speculative,
  Weights,
} from 'cdktf-agent-fleet';
import { FleetTemplate } from 'cdktf-agent-fleet/testing';
import type { Read } from './catalog-starts';

const STACK = 'props';
const COMMIT = '0e9e39f249a16976918f6564b8830bc894c89659';
const MODELS = [Model.LLAMA_3_1_8B_INSTRUCT, Model.QWEN3_8B, Model.QWEN3_30B_A3B_INSTRUCT_2507, Model.GPT_OSS_20B, Model.BGE_M3];

export const PROPS: Readonly<Record<string, Partial<InferencePoolProps>>> = {
  'answers in a shape': { structuredOutput: 'auto' },
  'answers in a shape by xgrammar': { structuredOutput: 'xgrammar' },
  'answers in a shape by guidance': { structuredOutput: 'guidance' },
  'answers in a shape by outlines': { structuredOutput: 'outlines' },
  'answers in a shape, reasoning and tools': { structuredOutput: 'auto', reasoning: true, toolCalling: true },
  'no tools': { toolCalling: false },
  'reasoning without tools': { toolCalling: false, reasoning: true },
  aliases: { aliases: ['assistant', 'gpt-4o'] },
  adapters: {
    adapters: [
      { name: 'letters', source: 'acme/letters-lora', rank: 16 },
      { name: 'fraud', source: '/models/fraud', rank: 64 },
    ],
  },
  'a chat template': { chatTemplate: '/models/template.jinja' },
  'weights in fp8': { quantization: 'fp8' },
  'KV cache in fp8': { kvCacheDtype: 'fp8' },
  'KV blocks in host memory': { offload: { kvCacheGiB: 16 } },
  'KV blocks on the disk of the node': { offload: { kvCacheGiB: 16, kvCacheDiskGiB: 200 } },
  'KV blocks that replicas share': {
    weights: Weights.existingClaim('weights'),
    checkpoint: '/models/weights-1',
    offload: { kvCacheGiB: 16, kvCacheShared: { sizeGiB: 200, storageClass: 'shared' } },
  },
  'weights of an object store': { weights: Weights.objectStore({ uri: 's3://weights/model', region: 'eu-central-1', anonymous: true }) },
  'weights of an object store on two GPUs': {
    gpusPerReplica: 2,
    weights: Weights.objectStore({ uri: 's3://weights/model', region: 'eu-central-1', anonymous: true }),
  },
  'weights of an object store in files for each GPU': {
    gpusPerReplica: 2,
    weights: Weights.objectStore({ uri: 's3://weights/model', region: 'eu-central-1', anonymous: true, sharded: true }),
  },
  'weights in host memory': { offload: { weightsGiBPerGpu: 2 } },
  'drafts from the prompt': { speculative: Speculative.promptLookup({ tokens: 4 }) },
  'no CUDA graphs': { tuning: { enforceEager: true } },
  'limits of requests': { maxNumSeqs: 48, gpuMemoryUtilization: 0.88 },
  'two GPUs to a layer': { gpusPerReplica: 2 },
  'answers whose prompts come from elsewhere': { prefill: {} },
  'two stages': { gpusPerReplica: 2, parallelism: { pipeline: 2 } },
  'whole experts on each GPU': { gpusPerReplica: 2, parallelism: { expert: true } },
  'copies that share experts': { gpusPerReplica: 2, parallelism: { data: 2 } },
};

export interface PropStarts<T> {
  readonly starts: readonly (T & { readonly pool: string })[];
  /** Pairs of a prop and a model that are refused, by prop. */
  readonly refused: Readonly<Record<string, number>>;
}

export function propStarts<T extends object>(engines: readonly Engine[], outdir: string, read: Read<T>): PropStarts<T> {
  const refused: Record<string, number> = {};
  const starts = [
    ...Object.entries(PROPS),
    ...MODELS.map((model) => ['revisions', { revisions: { [model.facts.huggingFaceId]: COMMIT } }] as const),
  ].flatMap(([name, props]) =>
    engines.flatMap((engine) =>
      MODELS.flatMap((model) => {
        const start = tried({ model, engine, ...props }, outdir, read);
        if (start === undefined) refused[name] = (refused[name] ?? 0) + 1;
        return start === undefined ? [] : [{ ...start, pool: name }];
      }),
    ),
  );
  return { starts, refused };
}

function tried<T>(
  props: Partial<InferencePoolProps> & Pick<InferencePoolProps, 'model' | 'engine'>,
  outdir: string,
  read: Read<T>,
): T | undefined {
  const app = new App({ outdir });
  const cluster = Cluster.fromKubeconfig({ context: 'prod' });
  const hub = SecretRef.existing('hub', 'token');
  try {
    new InferencePool(new TerraformStack(app, STACK), 'pool', {
      cluster,
      gpu: Gpu.H100_SXM,
      maxContextTokens: 4_096,
      // Where nothing is downloaded a token is refused.
      ...(props.weights === undefined ? { huggingFaceToken: hub } : {}),
      ...props,
    });
    return read(FleetTemplate.synth(app, STACK));
  } catch (error) {
    if (isFleetError(error)) return undefined;
    throw error;
  }
}
