/** Engines of every kind, by release, with images of somebody's own; and what pools leave out that their engine does not know. */
import { Engine } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { type Mostly, pick, props } from './odd';

/** Engines of language models, and that of encoders. */
const FACTORIES = {
  vllm: Engine.vllm,
  sglang: Engine.sglang,
  ollama: Engine.ollama,
  tgi: Engine.textGenerationInference,
  'tensorrt-llm': Engine.tensorRtLlm,
  tei: Engine.textEmbeddingsInference,
  'ray-serve': Engine.rayServe,
} as const;

export type EngineKind = keyof typeof FACTORIES;

export interface AnyEngine {
  readonly kind: EngineKind;
  readonly version?: string;
  readonly image?: string;
  readonly digest?: string;
}

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const OWN_IMAGE = 'registry.example.com/engines/server';

const own = (mostly: Mostly) => props(mostly, 8, { image: pick(OWN_IMAGE), digest: pick(DIGEST) });
const ofKind = (kind: EngineKind, mostly: Mostly): fc.Arbitrary<AnyEngine> => own(mostly).map((rest) => ({ kind, ...rest }));

const anyVllm = (mostly: Mostly): fc.Arbitrary<AnyEngine> =>
  fc
    .tuple(mostly(pick(undefined, undefined, '0.30.0', '0.33.0', '0.29.0', '0.26.0', '0.22.1')), own(mostly))
    .map(([version, rest]) => ({ kind: 'vllm' as const, ...(version === undefined ? {} : { version }), ...rest }));

export const anyEngine = (mostly: Mostly): fc.Arbitrary<AnyEngine> =>
  fc.oneof(
    { weight: 10, arbitrary: anyVllm(mostly) },
    { weight: 3, arbitrary: ofKind('sglang', mostly) },
    // For development alone; most clusters are for production.
    { weight: 1, arbitrary: ofKind('ollama', mostly) },
    { weight: 2, arbitrary: ofKind('tensorrt-llm', mostly) },
    { weight: 1, arbitrary: ofKind('ray-serve', mostly) },
    // The published image runs as root alone.
    { weight: 2, arbitrary: own(mostly).map((rest) => ({ kind: 'tgi' as const, image: OWN_IMAGE, ...rest })) },
  );

/** Encoders run on one engine that is made for them, and on two that also generate. */
export const anyEncoderEngine = (mostly: Mostly): fc.Arbitrary<AnyEngine> =>
  fc.oneof(
    { weight: 12, arbitrary: ofKind('tei', mostly) },
    { weight: 6, arbitrary: anyVllm(mostly) },
    { weight: 1, arbitrary: ofKind('sglang', mostly) },
    { weight: 1, arbitrary: ofKind('ollama', mostly) },
  );

export const engineOf = ({ kind, ...rest }: AnyEngine): Engine => FACTORIES[kind](rest);

/** Props that pools of an engine leave out, as each of them is refused by its name. */
const UNKNOWN_TO: Readonly<Record<EngineKind, readonly string[]>> = {
  vllm: [],
  'ray-serve': ['scaling', 'adapters', 'aliases', 'nodesPerReplica'],
  sglang: [],
  ollama: [
    'gpuMemoryUtilization',
    'engineMemoryFraction',
    'gpusPerReplica',
    'parallelism',
    'kvCacheDtype',
    'allowExperimentalFp8Kv',
    'maxNumBatchedTokens',
    'tuning',
    'offload',
    'speculative',
    'chatTemplate',
    'huggingFaceToken',
    'checkpoint',
    'extraArgs',
  ],
  tgi: [
    'gpuMemoryUtilization',
    'parallelism',
    'tuning',
    'offload',
    'speculative',
    'chatTemplate',
    'maxNumSeqs',
    'maxNumBatchedTokens',
    'extraArgs',
  ],
  'tensorrt-llm': [
    'gpuMemoryUtilization',
    'parallelism',
    'kvCacheDtype',
    'allowExperimentalFp8Kv',
    'tuning',
    'offload',
    'speculative',
    'extraArgs',
  ],
  tei: [],
};

/** Props as somebody writes them who knows the engine. */
export function suitedTo(engine: AnyEngine | undefined, props: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kind = engine?.kind ?? 'vllm';
  const unknown = UNKNOWN_TO[kind] ?? [];
  const kept = Object.fromEntries(Object.entries(props).filter(([name]) => !unknown.includes(name)));
  if (kind !== 'ollama') return kept;
  const quantization = props['quantization'] === 'fp8' ? 'q8_0' : 'q4_k_m';
  return { ...kept, quantization, checkpoint: 'acme/tuned-GGUF' };
}
