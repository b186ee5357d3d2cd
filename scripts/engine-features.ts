/** What pools of each engine can do, asked of the library itself: a pool with the feature is judged by every rule, and the answer is the cell. */
import { ENGINE_DEFINITIONS } from '../lib/catalog/engines/definitions';
import { Engine } from '../lib/catalog/engines/engine';
import type { EngineDefinition } from '../lib/catalog/engines/engine-definition';
import { Gpu } from '../lib/catalog/gpu';
import { Model } from '../lib/catalog/model';
import type { Finding } from '../lib/core/finding';
import { Scaling } from '../lib/elasticity/scaling';
import { InferencePool } from '../lib/inference/inference-pool';
import type { InferencePoolProps } from '../lib/inference/inference-pool-props';
import { poolFindings } from '../lib/inference/pool-findings';
import { Speculative } from '../lib/inference/speculative';
import { Weights } from '../lib/inference/weights';
import { Cluster } from '../lib/platform/cluster';
import { InternalService } from '../lib/services/internal-service';
import { TerraformStack, Testing } from '../lib/terraform/engine';
import { Tracing } from '../lib/tracing/tracing';

export interface Feature {
  readonly name: string;
  readonly props: Partial<InferencePoolProps>;
  /** The pool serves an embedding model where the engine serves no language model. @default true */
  readonly ofEither?: boolean;
  /** Every pool of the engine has it: its own findings of this code are the answer. @default - the findings that the feature adds */
  readonly always?: string;
}

const SPANS = new InternalService({ name: 'spans', namespace: 'monitoring', port: 4318 });
/** It takes both ways of sending, as a collector does. */
const TRACING = Object.assign(Tracing.fromExisting({ to: SPANS }), {
  grpc: { url: 'http://spans.monitoring.svc.cluster.local:4317', admit: () => undefined },
});
const MOE = Model.QWEN3_30B_A3B_INSTRUCT_2507;

export const FEATURES: readonly Feature[] = [
  { name: 'language models', props: {}, ofEither: false, always: 'AF-ENG-027' },
  { name: 'embedding models', props: { model: Model.BGE_M3, quantization: 'checkpoint' }, ofEither: false },
  { name: 'rerankers that classify', props: { model: Model.BGE_RERANKER_V2_M3, quantization: 'checkpoint' }, ofEither: false },
  { name: 'rerankers that score by words', props: { model: Model.QWEN3_RERANKER_0_6B, quantization: 'checkpoint' }, ofEither: false },
  { name: 'models with linear layers', props: { model: Model.QWEN3_5_9B }, ofEither: false },
  { name: 'clusters for production', props: {}, always: 'AF-ENG-003' },
  { name: 'its published image without root', props: {}, always: 'AF-ENG-029' },
  { name: 'AMD GPUs', props: { gpu: Gpu.MI300X } },
  { name: 'scaling by the queue', props: { scaling: Scaling.queueDepth({ min: 1, max: 2 }) } },
  { name: 'several GPUs for each layer', props: { gpusPerReplica: 2 } },
  { name: 'pipeline stages', props: { gpusPerReplica: 2, parallelism: { pipeline: 2 } } },
  { name: 'layers over several nodes', props: { gpusPerReplica: 4, nodesPerReplica: 2 } },
  { name: 'prompts on replicas of their own', props: { prefill: {} }, ofEither: false },
  { name: 'copies that share experts', props: { model: MOE, gpusPerReplica: 2, parallelism: { data: 2 } }, ofEither: false },
  { name: 'whole experts on each GPU', props: { model: MOE, gpusPerReplica: 2, parallelism: { expert: true } }, ofEither: false },
  { name: 'weights in fp8', props: { quantization: 'fp8', kvCacheDtype: 'auto' } },
  { name: 'checkpoints in awq', props: { quantization: 'awq', checkpoint: 'acme/model-awq' } },
  { name: 'checkpoints in gptq', props: { quantization: 'gptq', checkpoint: 'acme/model-gptq' } },
  { name: 'GGUF files', props: { quantization: 'q4_k_m', checkpoint: 'acme/model-GGUF' } },
  { name: 'KV cache in fp8', props: { kvCacheDtype: 'fp8' } },
  { name: 'KV blocks in host memory', props: { offload: { kvCacheGiB: 16 } } },
  { name: 'KV blocks on the disk of the node', props: { offload: { kvCacheGiB: 16, kvCacheDiskGiB: 200 } } },
  { name: 'weights in host memory', props: { offload: { weightsGiBPerGpu: 4 } } },
  {
    name: 'weights streamed from an object store',
    props: { weights: Weights.objectStore({ uri: 's3://weights/model', region: 'eu-central-1', anonymous: true }) },
  },
  {
    name: 'pinned revisions of what is loaded',
    props: { checkpoint: 'acme/model', revisions: { 'acme/model': '0e9e39f249a16976918f6564b8830bc894c89659' } },
  },
  { name: 'LoRA adapters', props: { adapters: [{ name: 'support', source: 'acme/support-lora', rank: 16 }] } },
  { name: 'drafts', props: { speculative: Speculative.promptLookup({ tokens: 4 }) } },
  { name: 'no CUDA graphs', props: { tuning: { enforceEager: true } } },
  { name: 'priorities of requests', props: { tuning: { scheduling: 'priority' } } },
  { name: 'spans of requests', props: { tracing: TRACING } },
  { name: 'tool calls of Llama 3.1', props: { toolCalling: true } },
  { name: 'tool calls of Qwen3', props: { model: Model.QWEN3_8B, toolCalling: true }, ofEither: false },
  { name: 'reasoning of Qwen3', props: { model: Model.QWEN3_8B, reasoning: true }, ofEither: false },
  { name: 'answers in a shape', props: { structuredOutput: 'auto' } },
  { name: 'answers in a shape by a backend of yours', props: { structuredOutput: 'guidance' } },
  { name: 'other names of the model', props: { aliases: ['assistant'] } },
  { name: 'a chat template of yours', props: { chatTemplate: '/models/template.jinja' } },
];

/** `yes`; `refused` or `uncertain` with the code that says so. */
export type Cell = string;

export const ENGINES: readonly EngineDefinition[] = ENGINE_DEFINITIONS;

export function cellOf(definition: EngineDefinition, feature: Feature): Cell {
  const found = findingsOf(definition, feature);
  const plain = feature.always === undefined ? findingsOf(definition, PLAIN) : [];
  const judged = found
    .filter(({ code }) => (feature.always === undefined ? !ASIDE.test(code) : code === feature.always))
    .filter(({ code, prop }) => !plain.some((other) => other.code === code && other.prop === prop));
  const refused = judged.find(({ severity }) => severity === 'error');
  const doubted = judged.find(({ uncertain }) => uncertain === true);
  if (refused !== undefined) return `refused (${refused.code})`;
  return doubted === undefined ? 'yes' : `uncertain (${doubted.code})`;
}

const PLAIN: Feature = { name: 'nothing in particular', props: {} };

/** What says nothing of an engine: how large the pool is, where it runs, what its release and image are. */
const ASIDE = /^AF-(CAP|CLU|COST|LAT|CPU)-|^AF-ENG-(003|011|029|034|042)$/;

const known = new Map<string, readonly Finding[]>();

function findingsOf(definition: EngineDefinition, feature: Feature): readonly Finding[] {
  const key = `${definition.id} ${feature.name}`;
  const found = known.get(key) ?? judge(definition, feature);
  known.set(key, found);
  return found;
}

function judge(definition: EngineDefinition, { props, ofEither = true }: Feature): readonly Finding[] {
  const stack = new TerraformStack(Testing.app(), 'features');
  const cluster = Cluster.fromKubeconfig({ context: 'c', environment: 'production' });
  const pool = new InferencePool(stack, 'p', { cluster, ...base(definition, ofEither), engine: Engine.of(definition), ...props });
  return poolFindings(pool.view());
}

/** The smallest pool that the engine serves, so that the feature alone is judged. */
function base(definition: EngineDefinition, ofEither: boolean): Omit<InferencePoolProps, 'cluster'> {
  const llm = { model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.H100_SXM, maxContextTokens: 512 } as const;
  const files = Engine.of(definition).loads('q4_k_m') ? ({ quantization: 'q4_k_m' } as const) : {};
  return { ...llm, ...(definition.id === ENCODER_ENGINE && ofEither ? { model: Model.BGE_M3 } : files) };
}

/** The engine that serves no language model. */
const ENCODER_ENGINE = 'tei';
