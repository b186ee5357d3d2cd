import type { EngineLatency } from '../latency/engine-latency';
import type { KvLayout } from '../model/kv-layout';
import type { ReplicaEngine } from '../replica-engine';
import type { ReplicaEstimate } from '../replica-estimate';
import type { ReplicaSpec } from '../replica-spec';
import type { ReplicaSupply } from '../replica-supply';
import type { AttentionNeed } from './attention-need';
import type { MemoryShare } from './memory-share';
import type { SplitFault } from './split-fault';

/**
 * What sizing knows of one engine: how it divides a GPU, how fast it is, and what it admits. Rules, verdicts and `agent-fleet size` ask the model of
 * the replica's engine and never which engine it is.
 */
export interface EngineModel {
  /** Id of the engines that it answers for (`ReplicaEngine.id`). */
  readonly id: string;
  /** The names under which people ask for it. */
  readonly spelled: RegExp;
  /** What the answer of `agent-fleet size` says of how far the accounting was compared with start-up logs; null where it is the best known one. */
  readonly compared: string | null;
  /** Inputs of `agent-fleet size` that do not change this accounting. */
  readonly unread: readonly string[];
  /** What the share of the GPU means to this engine, and which input carries it. */
  readonly memoryShare: MemoryShare;
  /**
   * The engine in the release that a user wrote; null when the text is not a release of it.
   *
   * @param version null where it is not given
   */
  engine(version: string | null): ReplicaEngine | null;
  /** How keys and values lie on one GPU, all pipeline stages together. */
  layout(spec: ReplicaSpec): KvLayout;
  /** What a plan counts with. Never throws: what is not known is named in `missing` and counts as zero. */
  supply(spec: ReplicaSpec): ReplicaSupply;
  /** What the engine will most likely report when it starts, with its band. Never throws. */
  estimate(spec: ReplicaSpec): ReplicaEstimate;
  readonly latency: EngineLatency;
  /** Sequences and tokens of a batch that the scheduler admits: as given, else what the engine takes on this GPU. */
  limits(spec: ReplicaSpec): EngineLimits;
  /** How inputs that are not given move the pool. */
  unsaid(spec: ReplicaSpec, told: Told): Unsaid;
  /**
   * Matrices that the release does not load when they are split as the replica says, since ranks would share a scale.
   * @default - not known: whatever ranks would share is uncertain
   */
  readonly splitFaults?: (spec: ReplicaSpec) => readonly SplitFault[];
  /**
   * Cards on which the release has kernels for the attention of the model; null where every card has some that it runs on.
   * @default - not known, and not asked
   */
  readonly attentionNeed?: (spec: ReplicaSpec) => AttentionNeed | null;
}

/** What an engine cannot do, as findings. */
export interface EngineLimits {
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
}

/** Which of the inputs that move the pool are given. */
export interface Told {
  readonly version: boolean;
  readonly sampler: boolean;
  readonly prefixCaching: boolean;
  /** Whether an earlier start left compiled kernels behind; null where it is not given. */
  readonly compileCache: 'cold' | 'warm' | null;
  /**
   * GiB by which the pool may be smaller or larger because only the name of the checkpoint tells its format.
   * @default - nothing
   */
  readonly formatBand?: readonly [below: number, above: number];
  /**
   * What of the format is not given where that is much of the pool; the band covers it.
   * @default - nothing
   */
  readonly formatOpen?: readonly string[];
  /**
   * The same of what is rarely otherwise: named where it decides.
   * @default - nothing
   */
  readonly formatNarrows?: readonly string[];
}

/** What follows from the inputs that are not given. */
export interface Unsaid {
  /** Pool of one GPU over all that may be meant, GiB; at least the band of the estimate. */
  readonly range: readonly [low: number, high: number];
  /** Inputs that widen the range so far that the figure alone says little; the range covers them. */
  readonly open: readonly string[];
  /** Inputs whose effect has no known bound: with them the answer may be no, never yes. */
  readonly unbounded: readonly string[];
  /** Inputs that would narrow the range where it decides. */
  readonly narrows: readonly string[];
  /** What was taken instead, for the reader. */
  readonly notes: readonly string[];
}
