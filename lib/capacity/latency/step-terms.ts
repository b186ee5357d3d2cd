import type { GpuFacts } from '../../catalog/gpu-facts';
import { replicaLayout } from '../ask-engine';
import { oncePerFixedReplica } from '../fixed-replica';
import { nodesOf, tensorSpansNodes } from '../gpus-of-replica';
import { type WeightFormat, weightFormat } from '../model/number-formats';
import type { TensorGroup } from '../model/tensor-group';
import { tensorPlan } from '../model/tensors';
import type { ReplicaSpec } from '../replica-spec';
import { attentionOperations } from './attention-work';
import { linkGBps } from './link-speed';

/** How a replica is used. */
export interface Load {
  /** Requests in flight on the replica. */
  readonly concurrency: number;
  /** Prompt of a request, with what of it is cached. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /**
   * Part of the prompt whose keys and values are in the prefix cache already: it is read, not computed. A credit that you declare, never assumed.
   * @default 0
   */
  readonly cachedTokens?: number;
}

/** One step of the engine: every running request makes a token, and some prompts of others are computed beside. */
export interface Step {
  readonly requests: number;
  /** Tokens that each request holds. */
  readonly contextTokens: number;
  /** Prompt tokens computed beside the token of each request. */
  readonly promptTokens: number;
  /** Tokens that each of those looks back on, in the mean. */
  readonly promptContextTokens: number;
}

/** Seconds at peak, and counts where the time is per item. */
export interface StepTerms {
  readonly weights: number;
  readonly kvCache: number;
  readonly compute: number;
  readonly expertCompute: number;
  readonly communication: number;
  readonly layers: number;
  readonly shardedLayers: number;
  readonly expertLayers: number;
  readonly requests: number;
}

/** What one decode step of a replica has to do, each part as the time it would take at the data sheet's peak. The formula in `decode-step.ts` weighs them. */
export interface Unknown {
  readonly missing: readonly string[];
}

/** 16-bit activations. */
const ACTIVATION_BYTES = 2;
/** Attention over a prompt reaches half of the share of the peak that matrix products reach; of 1, 2 and 3 the one that errs least on the rows. */
const ATTENTION_EFFORT = 2;
/** All-reduces of a layer: after attention and after the feed-forward block. */
const REDUCTIONS_PER_LAYER = 2;

/** Terms of one step at this load; the prefill of the others shares the steps, so their input tokens count beside the output. */
export function stepTerms(spec: ReplicaSpec, load: Load): StepTerms | Unknown {
  return termsOf(spec, stepAt(load));
}

/**
 * The mean step of a load whose requests all run. While one request makes its tokens every other brings its prompt once: there is no waiting for prompts
 * where there is one request only.
 */
export function stepAt(load: Load): Step {
  const { concurrency, inputTokens, outputTokens } = load;
  return {
    requests: concurrency,
    contextTokens: inputTokens + outputTokens / 2,
    promptTokens: (Math.max(0, 1 - 1 / concurrency) * computedTokens(load)) / Math.max(1, outputTokens),
    promptContextTokens: promptContext(load),
  };
}

/** Tokens that a computed token of the prompt looks back on, in the mean. */
export const promptContext = (load: Load): number => load.inputTokens - computedTokens(load) / 2;

/** Prompt tokens that are not in the cache; the last one always is computed. */
export const computedTokens = ({ inputTokens, cachedTokens }: Load): number => Math.max(1, inputTokens - (cachedTokens ?? 0));

export function termsOf(spec: ReplicaSpec, step: Step): StepTerms | Unknown {
  const work = workOf(spec);
  if ('missing' in work) return work;
  const { requests, contextTokens, promptTokens } = step;
  const concurrency = requests / (spec.pipelineParallel ?? 1);
  const tokens = concurrency * (1 + promptTokens);
  const products = (2 * work.activeElements * tokens) / (spec.tensorParallel * work.flops);
  const looks = concurrency * promptTokens * attentionOperations(spec.model.facts, step.promptContextTokens);
  const sharded = spec.tensorParallel > 1;
  return {
    weights: weightSeconds(spec, work, concurrency),
    kvCache: (concurrency * residentKvBytes(spec, contextTokens)) / work.bandwidth,
    compute: products + (ATTENTION_EFFORT * looks) / (spec.tensorParallel * work.halfFlops),
    expertCompute: work.isSparse ? products : 0,
    communication: (sharded ? communication(spec, work, tokens) : 0) + handover(spec, work, tokens) + expertExchange(spec, work, tokens),
    layers: work.layers,
    shardedLayers: sharded ? work.layers : 0,
    expertLayers: work.isSparse ? work.layers : 0,
    requests: concurrency,
  };
}

/** Copies of the attention layers share the experts: each rank reads its part of those that the batches of all of them need. */
function weightSeconds(spec: ReplicaSpec, work: Work, concurrency: number): number {
  const { tensorParallel, dataParallel = 1 } = spec;
  const experts = (work.expertBytes * touchedExperts(spec, concurrency * dataParallel)) / dataParallel;
  return (work.denseBytes + experts) / (tensorParallel * work.bandwidth);
}

/** Batches of all copies meet in front of the experts of every layer, and their outputs are summed up behind them: one tensor there and one back. */
function expertExchange(spec: ReplicaSpec, work: Work, tokens: number): number {
  const { dataParallel = 1, model } = spec;
  if (dataParallel === 1 || model.facts.moe === null) return 0;
  const layers = model.facts.moe.moeLayers ?? work.layers;
  return (2 * layers * tokens * (dataParallel - 1) * work.hidden * ACTIVATION_BYTES) / work.linkBytesPerSecond;
}

interface Work {
  readonly layers: number;
  readonly hidden: number;
  readonly isSparse: boolean;
  /** Elements that every token multiplies with. */
  readonly activeElements: number;
  readonly denseBytes: number;
  readonly expertBytes: number;
  readonly bandwidth: number;
  readonly flops: number;
  /** Attention runs in 16 bit whatever the weights. */
  readonly halfFlops: number;
  readonly linkBytesPerSecond: number;
}

/** The work of a replica is the same in each of its steps. */
const workOf = oncePerFixedReplica(computedWork);

/** A card that several engines share is counted as if all of them worked: time-slicing and MPS give each that part of its speed then. */
function computedWork(spec: ReplicaSpec): Work | Unknown {
  const { enginesPerCard = 1 } = spec;
  const facts = spec.model.facts;
  const [plan, format] = [tensorPlan(facts), weightFormat(spec.quantization, facts)];
  const gpu = spec.gpu.facts;
  const flops = format === null ? null : peakFlops(gpu, format);
  const missing = [
    ...(facts.kind === 'llm' ? [] : [`tokens per second of ${facts.id}: there is no estimate for models of this kind`]),
    ...plan.missing,
    ...(format === null ? [`bytes per weight of ${facts.nativeQuantization}`] : []),
    ...(gpu.memoryBandwidthGBps === null ? [`memory bandwidth of ${gpu.name}`] : []),
    ...(flops === null ? [`peak of ${gpu.name}`] : []),
    ...(nodesOf(spec) > 1 && spec.networkGbps === undefined ? ['network of the nodes'] : []),
  ];
  if (missing.length > 0 || format === null || flops === null) return { missing };
  const read = plan.groups.filter((group) => group.kind !== 'embedding' || facts.tiedEmbeddings === true);
  const experts = read.filter((group) => group.kind === 'experts');
  const dense = read.filter((group) => group.kind !== 'experts');
  const { experts: count, activeExperts } = facts.moe ?? { experts: 1, activeExperts: 1 };
  return {
    layers: facts.layers ?? 0,
    hidden: facts.hiddenSize ?? 0,
    isSparse: facts.moe !== null,
    activeElements: elements(dense) + (elements(experts) * (activeExperts ?? 1)) / (count ?? 1),
    denseBytes: bytes(dense, format),
    expertBytes: bytes(experts, format),
    bandwidth: ((gpu.memoryBandwidthGBps ?? 0) * 1e9) / enginesPerCard,
    flops: (flops * 1e12) / enginesPerCard,
    halfFlops: ((gpu.tflops.fp16 ?? gpu.tflops.bf16 ?? flops) * 1e12) / enginesPerCard,
    linkBytesPerSecond: slowestLink(spec) * 1e9,
  };
}

/** Of a group that reaches over nodes, all of what a node sends to the next passes its adapters. GB/s in one direction. */
function slowestLink(spec: ReplicaSpec): number {
  const inside = linkGBps(spec) / 2;
  return tensorSpansNodes(spec) ? Math.min(inside, networkGBps(spec)) : inside;
}

const networkGBps = ({ networkGbps }: ReplicaSpec): number => (networkGbps ?? 0) / 8;

/** Hidden state and residual. */
const TENSORS_OF_HANDOVER = 2;

/** What the last stage on a node passes on to the first of the next, once a step: each token goes over every gap between nodes. */
function handover(spec: ReplicaSpec, work: Work, tokens: number): number {
  const gaps = nodesOf(spec) - 1;
  if (gaps === 0 || tensorSpansNodes(spec)) return 0;
  return (gaps * TENSORS_OF_HANDOVER * tokens * work.hidden * ACTIVATION_BYTES) / (networkGBps(spec) * 1e9);
}

const elements = (groups: readonly TensorGroup[]) => groups.reduce((sum, group) => sum + group.elements, 0);
const bytes = (groups: readonly TensorGroup[], format: WeightFormat) =>
  groups.reduce((sum, group) => sum + group.elements * format.bytesOf(group.kind), 0);

/** Dense peak of the arithmetic that the format runs in; weight-only formats compute in 16 bit. */
function peakFlops({ tflops, nativeFp4, nativeFp8 }: GpuFacts, format: WeightFormat): number | null {
  const half = tflops.fp16 ?? tflops.bf16;
  const scheme = format.expertScheme ?? format.name;
  if (/^(nvfp4|mxfp4|fp4)$/.test(scheme)) return (nativeFp4 ? tflops.fp4 : nativeFp8 ? tflops.fp8 : null) ?? half;
  if (/^(fp8|mxfp8)$/.test(scheme)) return (nativeFp8 ? tflops.fp8 : null) ?? half;
  return scheme === 'int8' ? (tflops.int8 ?? half) : half;
}

/** Share of the experts that at least one of the requests needs. */
function touchedExperts({ model }: ReplicaSpec, concurrency: number): number {
  const { experts, activeExperts } = model.facts.moe ?? { experts: null, activeExperts: null };
  return experts === null || activeExperts === null ? 1 : 1 - (1 - activeExperts / experts) ** concurrency;
}

/** Keys and values that one request reads on one GPU; a windowed layer reads its window. */
function residentKvBytes(spec: ReplicaSpec, context: number): number {
  const layout = replicaLayout(spec);
  const windowed = Math.min(context, layout.windowTokens ?? context);
  const perSequence = layout.bytesPerSequence - (layout.roomBytesPerSequence ?? 0);
  return context * (layout.bytesPerToken - layout.windowedBytesPerToken) + windowed * layout.windowedBytesPerToken + perSequence;
}

function communication(spec: ReplicaSpec, work: Work, tokens: number): number {
  const ring = (2 * (spec.tensorParallel - 1)) / spec.tensorParallel;
  return (REDUCTIONS_PER_LAYER * work.layers * tokens * work.hidden * ACTIVATION_BYTES * ring) / work.linkBytesPerSecond;
}
