/** Pools as an adapter may meet them: every prop that becomes a flag or a variable, alone and beside another. */
import type { ReplicaSupply } from '../../capacity/replica-supply';
import type { Engine } from '../../catalog/engines/engine';
import { Gpu } from '../../catalog/gpu';
import { Model } from '../../catalog/model';
import { SecretRef } from '../../core/secret-ref';
import type { ServedParsers, ServingSpec } from '../../inference/engines/adapter';
import type { PoolReplica } from '../../inference/pool-replica';
import { Speculative } from '../../inference/speculative';

export interface ServingSample {
  readonly name: string;
  readonly spec: ServingSpec;
}

/** Token that no argument and no variable may show. */
export const SAMPLE_TOKEN = SecretRef.existing('hub-token', 'token');

const SUPPLY: ReplicaSupply = {
  terms: [],
  kvCacheGiB: 20,
  kvBytesPerToken: 131_072,
  kvFormula: '32 layers × 8 KV heads × 128 × 2 × bf16',
  kvTokens: 163_840,
  maxNumSeqs: 24,
  maxNumBatchedTokens: 8_192,
  missing: [],
};

const drafter = Model.LLAMA_3_2_1B_INSTRUCT;

/** What makes one sample differ from the plain one. */
interface Variation {
  readonly replica?: Partial<PoolReplica>;
  readonly spec?: Partial<Omit<ServingSpec, 'replica'>>;
}

const VARIATIONS: Readonly<Record<string, Variation>> = {
  plain: {},
  'two GPUs': { replica: { tensorParallel: 2 } },
  'fp8 weights and cache': { replica: { quantization: 'fp8', kvCacheDtype: 'fp8' } },
  'a mixture of experts over copies': {
    replica: { model: Model.QWEN3_30B_A3B_INSTRUCT_2507, tensorParallel: 2, dataParallel: 2, expertParallel: true },
  },
  'two stages': { replica: { pipelineParallel: 2 } },
  'shared tokens of latents': { replica: { model: Model.DEEPSEEK_V2_LITE_CHAT, tensorParallel: 2, decodeContextParallel: 2 } },
  'eager, with a sampler': { replica: { enforceEager: true, sampler: 'flashinfer' } },
  'no hybrid cache': { replica: { model: Model.GEMMA_3_27B_IT, hybridKvCacheManager: false } },
  offload: { replica: { cpuOffloadGiB: 4, kvOffloadGiB: 32 } },
  'KV blocks on disk': { replica: { kvOffloadGiB: 32, kvOffload: { nvmeGiB: 200 } } },
  'KV blocks that replicas share': { replica: { kvOffloadGiB: 32, kvOffload: { sharedGiB: 1_800 } } },
  'prompt lookup': { spec: { speculative: Speculative.promptLookup({ tokens: 4 }) } },
  'a draft model': {
    replica: { drafter: { kind: 'model', model: drafter }, speculativeTokens: 3 },
    spec: { speculative: Speculative.draftModel({ drafter, tokens: 3 }) },
  },
  adapters: {
    replica: { adapters: { rank: 16, count: 2 } },
    spec: {
      adapters: [
        { name: 'support', source: 'acme/support-lora', rank: 16 },
        { name: 'sales', source: '/models/sales', rank: 4 },
      ],
    },
  },
  'no parsers': { spec: { parsers: { toolCall: null, reasoning: null } } },
  'a pinned commit': { spec: { revisions: { 'meta-llama/Llama-3.1-8B-Instruct': '0e9e39f249a16976918f6564b8830bc894c89659' } } },
  'streamed weights': {
    replica: { tensorParallel: 2 },
    spec: {
      checkpoint: 's3://weights/llama',
      streamed: { store: { uri: 's3://weights/llama', region: 'eu-central-1', connections: 16 }, bufferBytes: 8 * 1024 ** 3 },
    },
  },
  aliases: { spec: { aliases: ['assistant', 'gpt-4o-mini'] } },
  'answers in a shape': { spec: { structuredOutput: 'auto' } },
  priorities: { spec: { scheduling: 'priority' } },
  spans: { spec: { spansTo: 'http://tracing.research.svc.cluster.local:4318/v1/traces' } },
  'a chat template': { spec: { chatTemplate: '/templates/mine.jinja' } },
  'a gated model': { spec: { huggingFaceToken: SAMPLE_TOKEN } },
  'a GGUF file': { replica: { quantization: 'q4_k_m' } },
  'an encoder': { replica: { model: Model.BGE_M3, maxContextTokens: 8_192 } },
  'a gated encoder': { replica: { model: Model.BGE_M3, maxContextTokens: 8_192 }, spec: { huggingFaceToken: SAMPLE_TOKEN } },
};

export function servingSamples(engine: Engine): ServingSample[] {
  return Object.entries(VARIATIONS).map(([name, variation]) => ({ name, spec: specOf(engine, variation) }));
}

function specOf(engine: Engine, { replica: changed = {}, spec = {} }: Variation): ServingSpec {
  const replica: PoolReplica = { ...plainReplica(engine), ...changed };
  return {
    replica,
    checkpoint: replica.model.facts.huggingFaceId,
    quantizedAtLoad: replica.quantization === 'checkpoint' ? null : replica.quantization,
    servedName: replica.model.id,
    parsers: parsersOf(replica),
    chatTemplate: undefined,
    speculative: undefined,
    extraArgs: [],
    huggingFaceToken: undefined,
    startupSeconds: 1_800,
    supply: SUPPLY,
    ...spec,
  };
}

function parsersOf({ engine, model }: PoolReplica): ServedParsers {
  const { toolCall, reasoning } = engine.parsersOf(model.facts);
  return { toolCall, reasoning };
}

const plainReplica = (engine: Engine): PoolReplica => ({
  model: Model.LLAMA_3_1_8B_INSTRUCT,
  gpu: Gpu.H100_SXM,
  engine,
  tensorParallel: 1,
  quantization: 'checkpoint',
  kvCacheDtype: 'auto',
  gpuMemoryUtilization: 0.9,
  maxContextTokens: 16_384,
  allowExperimentalFp8Kv: false,
});
