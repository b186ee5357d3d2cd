import { Engine } from '../../catalog/engines/engine';
import { EngineVersion } from '../../catalog/engines/engine-version';
import { type WeightKernels, weightSupport } from '../../catalog/engines/weight-kernels';
import { fromGiB } from '../../core/units';
import type { EngineLatency } from '../latency/engine-latency';
import { type KvLayout, sequenceBytes, tokensIn } from '../model/kv-layout';
import { type Stage, stagesOf } from '../model/stages';
import type { ReplicaEngine } from '../replica-engine';
import type { EstimatedTerms, ReplicaEstimate } from '../replica-estimate';
import type { ReplicaSpec } from '../replica-spec';
import type { MemoryTerm, ReplicaSupply } from '../replica-supply';
import type { Accounting } from './accounting';
import { type Band, rangeAround } from './doubts';
import type { EngineModel } from './engine-model';
import { tierTokens } from './tier-tokens';
import { admissionLimits } from './vllm/admission-limits';
import { contextGiB } from './vllm/non-torch';
import { replicaLayout } from './vllm/replica-layout';
import { type ReplicaMemory, replicaMemory } from './vllm/replica-memory';

/**
 * Engines that divide a GPU by rules read from their source and documentation. Weights, keys and values, and the activations of a pass follow from the
 * model, as for every engine; few start-up logs were compared, or none, so the bands are wide.
 */
export interface AccountedEngine
  extends Pick<EngineModel, 'id' | 'spelled' | 'compared' | 'unread' | 'memoryShare' | 'splitFaults' | 'attentionNeed'> {
  /** Name for people, e.g. `SGLang`. */
  readonly name: string;
  readonly latency: EngineLatency;
  /**
   * Cards on which it reads weights of a format.
   * @default - not known
   */
  readonly weightKernels?: WeightKernels;
  /** See `ReplicaEngine`. */
  readonly fp8KvFrom?: number;
  /** Facts of the engine without which nothing can be said. */
  readonly missing?: readonly string[];
  /**
   * What of a replica its rules decide: sequences and tokens of a batch that it takes by default, whether windows save memory.
   * @default - as for the release that most were compared with
   */
  readonly decided?: (spec: ReplicaSpec) => Partial<ReplicaSpec>;
  /**
   * Tokens that a session takes at least, for engines that give each a place of fixed size.
   * @default - a block
   */
  readonly slotTokens?: (spec: ReplicaSpec) => number;
  /**
   * Tokens of a block of its KV cache. Models with linear layers are counted with blocks as large as a state.
   * @default - as the release that most were compared with
   */
  readonly blockTokens?: (spec: ReplicaSpec) => number;
  /** Rules of the release that the replica names. */
  accounting(spec: ReplicaSpec): Accounting;
}

/** An `EngineModel` from the rules by which an engine divides its memory. */
export function modelByAccounting(engine: AccountedEngine): EngineModel {
  const asCounted = (spec: ReplicaSpec) => counted(engine, spec);
  const stageOf = (spec: ReplicaSpec, format: Band = [0, 0]) => {
    const stage = tightest({ engine, format }, asCounted(spec), engine.accounting(spec));
    return { ...stage, missing: [...(engine.missing ?? []), ...stage.missing] };
  };
  return {
    id: engine.id,
    spelled: engine.spelled,
    compared: engine.compared,
    unread: engine.unread,
    memoryShare: engine.memoryShare,
    latency: engine.latency,
    engine: (version) => released(engine, version),
    // A sequence may hold a second block of states for prompts that come back; it is not published that these engines do not.
    layout: (spec) => inSlots(engine, spec, replicaLayout({ ...spec, ...decidedBy(engine, spec), engine: COUNTED_AS })),
    supply: (spec) => supplyOf(engine, stageOf(spec), asCounted(spec)),
    estimate: (spec) => estimateOf(stageOf(spec), asCounted(spec)),
    limits: (spec) => admissionLimits(asCounted(spec)),
    ...(engine.splitFaults === undefined ? {} : { splitFaults: engine.splitFaults }),
    ...(engine.attentionNeed === undefined ? {} : { attentionNeed: engine.attentionNeed }),
    unsaid: (spec, { formatBand }) => {
      const { kvCacheRange } = stageOf(spec, formatBand).terms;
      return { range: kvCacheRange, open: [], unbounded: [], narrows: [], notes: [] };
    },
  };
}

/** Where they publish no figures of their own, limits of the scheduler and activations are those of the release that most were compared with. */
const COUNTED_AS = Engine.vllm();

/** Its kernels of sparse attention are its own: where it does not say how they keep a token, the format of the cache decides. */
const decidedBy = ({ decided }: AccountedEngine, spec: ReplicaSpec): Partial<ReplicaSpec> => ({
  latentLayout: spec.latentLayout ?? (spec.kvCacheDtype === 'fp8' ? 'packed' : 'wide'),
  ...decided?.(spec),
});

/** What that engine keeps for prompts that come back is none of theirs. */
const counted = (engine: AccountedEngine, { sampler: _, ...spec }: ReplicaSpec): ReplicaSpec => ({
  ...spec,
  ...decidedBy(engine, spec),
  engine: COUNTED_AS,
  prefixCaching: false,
});

const released = ({ id, name, weightKernels, fp8KvFrom }: AccountedEngine, version: string | null): ReplicaEngine => ({
  id,
  name: version === null ? name : `${name} ${version}`,
  version: version ?? '',
  admissionDefaults: (gpu) => COUNTED_AS.admissionDefaults(gpu),
  utilizationDefault: COUNTED_AS.utilizationDefault,
  weightSupport: (format, repository, gpu) =>
    weightSupport(weightKernels, version === null ? null : EngineVersion.parse(version, 'patch'), { format, repository, gpu: gpu.facts }),
  ...(fp8KvFrom === undefined ? {} : { fp8KvFrom }),
});

interface CountedStage {
  readonly stage: Stage;
  readonly memory: ReplicaMemory;
  readonly terms: EstimatedTerms;
  readonly missing: readonly string[];
}

interface Asked {
  readonly engine: AccountedEngine;
  /** What is not known because only the name of the checkpoint tells its format. */
  readonly format: Band;
}

/** Every token has to be held by each stage: the one with the least room bounds them all. */
function tightest({ engine, format }: Asked, spec: ReplicaSpec, accounting: Accounting): CountedStage {
  const stages = stagesOf(spec.pipelineParallel ?? 1, spec.model.facts.layers ?? 0).map((stage) => {
    const memory = replicaMemory(spec, stage, null);
    return onStage({ ...accounting, format }, spec, stage, { ...memory, layout: inSlots(engine, spec, memory.layout) });
  });
  return stages.reduce((least, next) => (room(next) < room(least) ? next : least));
}

const room = ({ terms, memory }: CountedStage) => terms.kvCache / Math.max(1, memory.layout.bytesPerToken);

/** The smallest unit that a session takes is a slot, or a block of this engine. */
function inSlots({ slotTokens, blockTokens }: AccountedEngine, spec: ReplicaSpec, layout: KvLayout): KvLayout {
  const ownBlock = spec.model.facts.linearState === null ? blockTokens : undefined;
  const unit = (slotTokens ?? ownBlock)?.(spec);
  return unit === undefined ? layout : { ...layout, blockTokens: unit };
}

function onStage(accounting: Accounting & Pick<Asked, 'format'>, spec: ReplicaSpec, stage: Stage, memory: ReplicaMemory): CountedStage {
  const own = accounting.weights === undefined ? weightsOf(memory) : accounting.weights(memory, spec);
  const weights = own ?? 0;
  const { budget, kvCache } = dividedBy(accounting, memory, spec, weights);
  const most = dividedBy(accounting, ofLargestCard(memory), spec, weights);
  const [below] = bandOf(accounting, memory, spec);
  const [, above] = bandOf(accounting, ofLargestCard(memory), spec);
  // Few start-ups were compared, or none: nothing is known to be independent of anything.
  const doubts = {
    errors: {},
    inputs: { accounting: [below, above], format: accounting.format, memoryGiB: [0, most.kvCache - kvCache] },
  } as const;
  const kvCacheRange = rangeAround(kvCache, doubts);
  return { stage, memory, terms: termsOf(memory, { budget, weights, kvCache, kvCacheRange }), missing: missingOf(accounting, memory, own) };
}

function bandOf(accounting: Accounting, memory: ReplicaMemory, spec: ReplicaSpec): readonly [below: number, above: number] {
  const band = accounting.bandGiB(memory, spec);
  return typeof band === 'number' ? [band, band] : band;
}

function dividedBy(accounting: Accounting, memory: ReplicaMemory, spec: ReplicaSpec, weights: number) {
  const budget = accounting.budget(memory, spec);
  return { budget, kvCache: accounting.kvCache({ budget, weights }, memory, spec) };
}

/** Of the totals that a card of this name was seen with, the largest. */
function ofLargestCard(memory: ReplicaMemory): ReplicaMemory {
  const { perGpuGiB, spreadGiB } = memory.physical;
  return { ...memory, physical: { ...memory.physical, perGpuGiB: perGpuGiB + spreadGiB } };
}

function estimateOf({ memory, terms, missing }: CountedStage, spec: ReplicaSpec): ReplicaEstimate {
  const request = sequenceBytes(memory.layout, spec.maxContextTokens, memory.maxNumBatchedTokens);
  return {
    perGpuGiB: terms,
    kvBytesPerTokenPerGpu: memory.layout.bytesPerToken,
    kvTokens: tokensIn(terms.kvCache, memory.layout),
    maxConcurrency: request === 0 ? null : Math.max(0, fromGiB(terms.kvCache) / request),
    outsideGiB: contextGiB(spec.tensorParallel),
    maxNumSeqs: memory.maxNumSeqs,
    maxNumBatchedTokens: memory.maxNumBatchedTokens,
    missing,
  };
}

/** A plan counts with the same figures; the verdict looks at the band. */
function supplyOf(engine: AccountedEngine, planned: CountedStage, spec: ReplicaSpec): ReplicaSupply {
  const { memory, terms } = planned;
  const whole = inSlots(engine, spec, replicaLayout(spec));
  const hostTokens = (gib: number) => tokensIn(gib / spec.tensorParallel, whole);
  return {
    terms: [
      { id: 'physical', perGpuGiB: terms.physical, evidence: memory.physical.evidence, source: memory.physical.source },
      ...spentTerms(engine, planned),
    ],
    kvCacheGiB: (terms.kvCache / shareOf(planned, whole)) * spec.tensorParallel,
    kvBytesPerToken: whole.bytesPerToken * spec.tensorParallel,
    kvFormula: whole.formula,
    kvTokens: tokensIn(terms.kvCache, memory.layout),
    offloadedKvTokens: hostTokens((spec.kvOffloadGiB ?? 0) + (spec.kvOffload?.cpuGiB ?? 0)),
    ...tierTokens(spec, hostTokens),
    maxNumSeqs: memory.maxNumSeqs,
    maxNumBatchedTokens: memory.maxNumBatchedTokens,
    // The context lies within what these engines leave free.
    outsideBudgetGiB: 0,
    missing: planned.missing,
  };
}

/** Part of the bytes of a token that lies on this stage. */
const shareOf = ({ stage, memory }: CountedStage, { bytesPerToken }: KvLayout) =>
  bytesPerToken === 0 ? stage.share : memory.layout.bytesPerToken / bytesPerToken;

function spentTerms({ name }: AccountedEngine, { memory, terms }: CountedStage): MemoryTerm[] {
  const source = `memory rules of ${name}, read from its source`;
  return [
    { id: 'budget', perGpuGiB: terms.budget, evidence: 'assumed', source },
    { id: 'weights', perGpuGiB: terms.weights, evidence: memory.weights.evidence, source: memory.weights.source },
    { id: 'activation', perGpuGiB: terms.activation, evidence: 'assumed', source: `everything beside weights and cache; ${source}` },
    { id: 'nonTorch', perGpuGiB: 0, evidence: 'assumed', source: 'counted with the activations' },
    { id: 'graphs', perGpuGiB: 0, evidence: 'assumed', source: 'counted with the activations' },
    { id: 'kvCache', perGpuGiB: terms.kvCache, evidence: 'assumed', source },
  ];
}

/** An engine that stores weights its own way does not miss what only their usual formats need. */
function missingOf({ weights, unknownWeights }: Accounting, memory: ReplicaMemory, own: number | null): readonly string[] {
  if (weights === undefined) return memory.missing;
  const others = memory.missing.filter((name) => !name.startsWith('bytes per weight'));
  return own === null ? [...new Set([...others, unknownWeights ?? 'size of the weights'])] : others;
}

const weightsOf = ({ weights }: ReplicaMemory) => (weights.perGpuGiB ?? 0) + weights.tablesGiB;

interface Divided {
  readonly budget: number;
  readonly weights: number;
  readonly kvCache: number;
  readonly kvCacheRange: readonly [low: number, high: number];
}

/** What is neither weights nor cache counts as activations: these engines do not print it separately. */
function termsOf(memory: ReplicaMemory, { budget, weights, kvCache, kvCacheRange }: Divided): EstimatedTerms {
  return {
    physical: memory.physical.perGpuGiB,
    budget,
    weights,
    activation: Math.max(0, budget - weights - kvCache),
    nonTorch: 0,
    graphs: 0,
    kvCache,
    kvCacheRange,
  };
}
