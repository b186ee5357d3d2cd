/**
 * SGLang, TensorRT-LLM, TGI and Ollama, each by its own accounting. Evidence is thin: the rules are read from source and documentation, not checked
 * against start-up logs, so the bands are wide.
 */
import { fromGiB } from '../../core/units';
import { sequenceBytes, tokensIn } from '../model/kv-layout';
import { type Stage, stagesOf } from '../model/stages';
import type { EstimatedTerms, ReplicaEstimate } from '../replica-estimate';
import type { ReplicaSpec } from '../replica-spec';
import type { Accounting } from './accounting';
import { ollama } from './ollama/accounting';
import { sglang } from './sglang/accounting';
import { sglangRelease } from './sglang/release';
import { tensorRt } from './tensorrt-llm/accounting';
import { tgi } from './tgi/accounting';
import { contextGiB } from './vllm/non-torch';
import { type ReplicaMemory, replicaMemory } from './vllm/replica-memory';

export type OtherEngine = 'sglang' | 'tensorrt-llm' | 'tgi' | 'ollama';

const ACCOUNTING: Readonly<Record<OtherEngine, (fraction: number | null, version: string | null) => Accounting>> = {
  sglang: (fraction, version) => sglang(fraction, sglangRelease(version)),
  'tensorrt-llm': tensorRt,
  tgi,
  ollama,
};

/**
 * Terms by the engine's own rules, on the pipeline stage with the least room.
 *
 * @param fraction the engine's own memory fraction where the caller gave one; `gpuMemoryUtilization` is not read
 * @param version release of that engine, where its rule depends on it
 */
export function estimateOnEngine(
  engine: OtherEngine,
  spec: ReplicaSpec,
  fraction: number | null,
  version: string | null = null,
): ReplicaEstimate {
  const accounting = ACCOUNTING[engine](fraction, version);
  const stages = stagesOf(spec.pipelineStages ?? 1, spec.model.facts.layers ?? 0).map((stage) => onStage(accounting, spec, stage));
  return stages.reduce((least, next) => (room(next) < room(least) ? next : least));
}

const room = ({ perGpuGiB, kvBytesPerTokenPerGpu }: ReplicaEstimate) => perGpuGiB.kvCache / Math.max(1, kvBytesPerTokenPerGpu);

function onStage(accounting: Accounting, spec: ReplicaSpec, stage: Stage): ReplicaEstimate {
  // What vLLM keeps for prompts that come back is none of theirs.
  const memory = replicaMemory({ ...spec, prefixCaching: false }, stage);
  const own = accounting.weights === undefined ? weightsOf(memory) : accounting.weights(memory, spec);
  const weights = own ?? 0;
  const budget = accounting.budget(memory, spec);
  const kvCache = accounting.kvCache({ budget, weights }, memory, spec);
  const request = sequenceBytes(memory.layout, spec.maxContextTokens, memory.maxNumBatchedTokens);
  return {
    perGpuGiB: termsOf(memory, { budget, weights, kvCache, bandGiB: accounting.bandGiB(memory) }),
    kvBytesPerTokenPerGpu: memory.layout.bytesPerToken,
    kvTokens: tokensIn(kvCache, memory.layout),
    maxConcurrency: request === 0 ? null : Math.max(0, fromGiB(kvCache) / request),
    outsideGiB: contextGiB(spec.gpusPerReplica),
    maxNumSeqs: memory.maxNumSeqs,
    maxNumBatchedTokens: memory.maxNumBatchedTokens,
    missing: missingOf(accounting, memory, own),
  };
}

/** An engine that stores weights its own way does not miss what only their usual formats need. */
function missingOf({ weights }: Accounting, memory: ReplicaMemory, own: number | null): readonly string[] {
  if (weights === undefined) return memory.missing;
  const others = memory.missing.filter((name) => !name.startsWith('bytes per weight'));
  return own === null ? [...others, 'quantization: scheme of the GGUF file, such as q4_k_m or q8_0'] : others;
}

const weightsOf = ({ weights }: ReplicaMemory) => (weights.perGpuGiB ?? 0) + weights.tablesGiB;

interface Divided {
  readonly budget: number;
  readonly weights: number;
  readonly kvCache: number;
  readonly bandGiB: number;
}

/** What is neither weights nor cache counts as activations: these engines do not print it apart. */
function termsOf(memory: ReplicaMemory, { budget, weights, kvCache, bandGiB }: Divided): EstimatedTerms {
  return {
    physical: memory.physical.perGpuGiB,
    budget,
    weights,
    activation: Math.max(0, budget - weights - kvCache),
    nonTorch: 0,
    graphs: 0,
    kvCache,
    kvCacheRange: [kvCache - bandGiB, kvCache + bandGiB],
  };
}
