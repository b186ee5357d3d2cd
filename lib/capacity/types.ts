/** The words of the capacity engine: what a replica is, what it supplies, what roles demand, and the verdict between them. */
import type { Engine } from '../catalog/engines/engine';
import type { Gpu } from '../catalog/gpu';
import type { Model } from '../catalog/model';
import type { UnplacedFinding } from '../core/finding';

/** Weight precision that the engine serves. `checkpoint` takes the checkpoint as it is. */
export type Quantization = 'checkpoint' | 'fp8' | 'awq' | 'gptq' | 'nvfp4' | 'mxfp4' | 'int8';

/** `auto` stores KV in the model's dtype. */
export type KvCacheDtype = 'auto' | 'bf16' | 'fp16' | 'fp8';

/** Formats that only some kernels of some cards read: 4 bit with a scale per 16 elements, or 8 bit with a scale per token and head. */
export type RareKvCacheDtype = 'nvfp4' | 'fp8_per_token_head' | 'int8_per_token_head';

/** One engine replica: one model on one group of GPUs. */
export interface ReplicaSpec {
  readonly model: Model;
  readonly gpu: Gpu;
  readonly engine: Engine;
  /** GPUs that hold one copy of the weights (tensor parallel size). */
  readonly gpusPerReplica: number;
  readonly quantization: Quantization;
  readonly kvCacheDtype: KvCacheDtype;
  /** Takes the place of `kvCacheDtype` where the cache is stored in one of the rare formats. */
  readonly rareKvCacheDtype?: RareKvCacheDtype;
  /** Share of the reported memory that the engine may use, 0 … 1. */
  readonly gpuMemoryUtilization: number;
  /** `max-model-len`, tokens. */
  readonly maxContextTokens: number;
  /** `max-num-seqs`; by default derived from the planned sessions. */
  readonly maxNumSeqs?: number;
  /** `max-num-batched-tokens`; by default what the engine takes on this GPU. */
  readonly maxNumBatchedTokens?: number;
  /** fp8 KV on Ampere works only through one attention backend: it has to be asked for. */
  readonly allowExperimentalFp8Kv?: boolean;
  /**
   * No CUDA graphs.
   * @default false
   */
  readonly enforceEager?: boolean;
  /**
   * Pipeline stages; each stage is `gpusPerReplica` GPUs.
   * @default 1
   */
  readonly pipelineStages?: number;
  /**
   * Copies of the attention layers that share one set of experts (data-parallel attention).
   * @default 1
   */
  readonly dataParallel?: number;
  /**
   * Whole experts on each rank instead of slices of all of them.
   * @default false
   */
  readonly expertParallel?: boolean;
  /**
   * Weights kept in host memory, GiB per GPU.
   * @default 0
   */
  readonly cpuOffloadGiB?: number;
  /** The node has the optional NVLink bridge between PCIe GPUs. */
  readonly nvlinkBridge?: boolean;
  /**
   * GPUs of one node, or of one NVLink domain: a tensor-parallel group stays inside it, pipeline stages and replicas may spread.
   * @default 8
   */
  readonly gpusPerNode?: number;
  /**
   * A tensor-parallel group may reach over nodes that RDMA links. Every layer then waits for the network.
   * @default false
   */
  readonly tensorParallelAcrossNodes?: boolean;
  /**
   * Kernel that filters and draws the next token; it decides how many copies of the logits the profiling pass holds.
   * @default - the PyTorch one; before vLLM 0.11.1 an installed FlashInfer was taken unasked, which the band covers
   */
  readonly sampler?: SamplerKernel;
  /** What speculative decoding puts beside the model. */
  readonly drafter?: Drafter;
  /**
   * Ranks of a tensor-parallel group that share the tokens of a KV cache which they would otherwise hold in copies (`decode-context-parallel-size`).
   * @default 1
   */
  readonly decodeContextParallel?: number;
  /**
   * Host memory for blocks that left the KV pool, GiB per replica: KV offload that makes a returning session cheaper, never a place where a
   * running one fits.
   * @default 0
   */
  readonly kvOffloadGiB?: number;
  /** Tiers for blocks that left the KV pool, by kind; `cpuGiB` adds to `kvOffloadGiB`. Neither is ever counted for a running session. */
  readonly kvOffload?: KvOffload;
  /** Room for LoRA adapters beside the weights. */
  readonly adapters?: AdapterSlots;
  /**
   * Further copies of busy experts that expert parallelism spreads over the ranks (`num_redundant_experts` of EPLB).
   * @default 0
   */
  readonly redundantExperts?: number;
  /**
   * Only the language model of a multimodal checkpoint is loaded (`--language-model-only`).
   * @default false
   */
  readonly languageModelOnly?: boolean;
  /**
   * Layers of different kinds share one pool in groups (`--disable-hybrid-kv-cache-manager` turns it off). Without it every windowed layer keeps the
   * whole context, and nothing is padded.
   * @default true
   */
  readonly hybridKvCacheManager?: boolean;
  /**
   * Prompts that come back are not computed again (`--enable-prefix-caching`). It moves memory where layers keep a state: a sequence then holds one
   * block of states more.
   * @default - as the release does: models with a state since vLLM 0.28
   */
  readonly prefixCaching?: boolean;
  /**
   * Tokens drafted ahead of each step; every layer with a state keeps one for each of them.
   * @default 1 with a drafter, 0 without
   */
  readonly speculativeTokens?: number;
}

/** Second and third tier of a KV cache, GiB of a replica. */
export interface KvOffload {
  /** Host memory. @default 0 */
  readonly cpuGiB?: number;
  /** Local disks. @default 0 */
  readonly nvmeGiB?: number;
}

/** Adapters that may be in use at once, and the largest rank that one may have (`--max-loras`, `--max-lora-rank`). */
export interface AdapterSlots {
  readonly rank: number;
  /** @default 1 */
  readonly count?: number;
}

export type SamplerKernel = 'native' | 'flashinfer';

/** A drafter of speculative decoding. Drafting from the prompt (n-gram, suffix) needs none of this. */
export type Drafter =
  /** A model of its own. `head`: it has no vocabulary of its own and reads the hidden state of the target (EAGLE). */
  | { readonly kind: 'model' | 'head'; readonly model: Model }
  /** Layers for multi-token prediction that the checkpoint brings. */
  | { readonly kind: 'own-layers'; readonly layers: number }
  /** Nobody gave its dimensions, only its size. */
  | { readonly kind: 'sized'; readonly weightsGiB: number; readonly kvBytesPerToken: number };

/** How sure a term is: exact arithmetic on the model's dimensions, measured, fitted on measurements, or assumed. */
export type TermEvidence = 'exact' | 'measured' | 'fitted' | 'assumed';

export type TermId = 'physical' | 'budget' | 'weights' | 'activation' | 'nonTorch' | 'graphs' | 'kvCache';

/** One line of the memory budget of one GPU. */
export interface MemoryTerm {
  readonly id: TermId;
  readonly perGpuGiB: number;
  readonly evidence: TermEvidence;
  /** Formula and public source. */
  readonly source: string;
}

/** What one replica can hold. */
export interface ReplicaSupply {
  readonly terms: readonly MemoryTerm[];
  /** KV pool over all GPUs of the replica. Negative when the weights alone do not fit. */
  readonly kvCacheGiB: number;
  /** Bytes of one token over all GPUs of the replica; 0 for models without a KV cache. */
  readonly kvBytesPerToken: number;
  /** How `kvBytesPerToken` comes about, e.g. `80 layers × 8 KV heads × 128 × 2 × bf16`. */
  readonly kvFormula: string;
  readonly kvTokens: number;
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
  /** Tokens that KV offload in host memory holds beside the pool. They never count for admission. */
  readonly offloadedKvTokens?: number;
  /** Tokens that the tier on local disks holds. They never count for admission either. */
  readonly nvmeKvTokens?: number;
  /** What one GPU allocates beside the budget: CUDA context, and CUDA graphs in old releases. It can still exhaust the card. */
  readonly outsideBudgetGiB?: number;
  /** Facts that are missing; the verdict is `uncertain` when one of them could decide. */
  readonly missing: readonly string[];
}

/** Requests that a role sends, beside the cache that its sessions hold. */
export interface RequestRate {
  readonly requestsPerSecond: number;
  /** Prompt of one request, tokens. */
  readonly inputTokens: number;
  /**
   * Part of the prompt whose keys and values are still in the pool, so that it is not computed again. Declared, never assumed.
   * @default 0
   */
  readonly cachedInputTokens?: number;
  readonly outputTokens: number;
}

/** A user's own measurement of one replica; it takes the place of the estimate. */
export interface MeasuredServing {
  /** Output tokens per second of one replica at the planned load. */
  readonly tokensPerSecond?: number;
  readonly ttftMs?: number;
  readonly tpotMs?: number;
  /**
   * Requests in flight when it was measured; at any other number the law is corrected by it.
   * @default - those of the plan
   */
  readonly atConcurrency?: number;
  /**
   * Replica that was measured. On any other the estimate is corrected by what it was off here.
   * @default - the replica of the pool
   */
  readonly on?: ReplicaSpec;
}

/** What one role of one fleet asks of its pool. */
export interface RoleDemand {
  readonly fleet: string;
  readonly role: string;
  /** Sessions that hold KV cache at the same time. */
  readonly sessions: number;
  /** Planned context of one session, tokens. */
  readonly contextTokens: number;
  /** How the sessions come about, e.g. `25 workflows × 3 workers`. */
  readonly formula: string;
  /** Workflows of the fleet that this demand was planned for: lets a repair say how many fit. */
  readonly concurrentWorkflows?: number;
  /** Conversations a day that this demand was planned for, where it was. */
  readonly conversationsPerDay?: number;
  /**
   * Sessions that wait for their next turn with their cache in host memory (`kvOffloadGiB`), beside those that hold the pool.
   * @default 0
   */
  readonly offloadedSessions?: number;
  /**
   * First tokens of the context that all sessions of the role share, byte by byte: held once on every replica. Declared, never assumed.
   * @default 0
   */
  readonly sharedPrefixTokens?: number;
  /**
   * Requests that have to be answered. A ceiling beside memory: without it nothing is asked of the throughput.
   * @default - not given
   */
  readonly rate?: RequestRate;
}

export type Verdict = 'fits' | 'tight' | 'rejected' | 'uncertain';

export interface PoolInput {
  /** Name of the pool in messages and repairs. */
  readonly name: string;
  readonly replica: ReplicaSpec;
  /** Replicas that are always there; the planned demand must fit here. */
  readonly replicas: number;
  /** Replicas the scaler may reach; the peak demand must fit here. */
  readonly maxReplicas: number;
  readonly demands: readonly RoleDemand[];
  /** Demand at the declared peak; empty when the plan is the peak. */
  readonly peakDemands?: readonly RoleDemand[];
  /** USD per GPU and hour; null where no price is known. */
  readonly pricePerGpuHour: number | null;
  /**
   * Measured on one replica; repairs that change the replica correct the estimate by it.
   * @default - the estimate with its band
   */
  readonly measured?: MeasuredServing;
  /** Price of any other GPU, USD per hour; lets repairs propose one. */
  readonly prices?: (gpu: Gpu) => number | null;
  /**
   * GPUs that repairs may propose, where `prices` knows them.
   * @default - every GPU of the catalog
   */
  readonly alternatives?: readonly Gpu[];
  /**
   * Repairs may propose pipeline stages. `false` where they cannot be deployed.
   * @default true
   */
  readonly stagesCanChange?: boolean;
  /**
   * GPUs that one replica may have over all its stages; repairs propose no more. Where a replica is one pod it ends with the node.
   * @default - no limit
   */
  readonly mostGpusPerReplica?: number;
  /**
   * GPUs of a node with another card, null where nobody knows: a repair that moves the pool moves it there.
   * @default - the nodes of the replica, whatever the card
   */
  readonly gpusPerNodeOf?: (gpu: Gpu) => number | null;
}

/** How much more of the same a pool takes before it is refused; negative where it holds too much already. */
export interface Margin {
  /** Sessions as planned on average, over the whole pool. */
  readonly sessions: number;
  /** Tokens of KV cache, over the whole pool. */
  readonly tokens: number;
}

/** Output tokens per second: what is asked of a pool, and what its replicas make. */
export interface ThroughputBalance {
  readonly demandTokensPerSecond: number;
  /** What the replicas together are expected to make at the most requests that they can have in flight. */
  readonly supplyTokensPerSecond: number;
  /** The band of the estimate; both ends are the supply where it was measured. */
  readonly range: readonly [low: number, high: number];
  /** Requests in flight on one replica at which the supply is reached. */
  readonly concurrency: number;
  readonly measured: boolean;
}

/** The answer for one pool. */
export interface PoolVerdict {
  readonly verdict: Verdict;
  readonly supply: ReplicaSupply;
  readonly replicas: number;
  readonly demandTokens: number;
  readonly demandGiB: number;
  readonly supplyGiB: number;
  /** Free share of the pool, (supply − demand) ÷ supply. */
  readonly headroom: number;
  /** One lost replica leaves less than the demand. */
  readonly survivesReplicaLoss: boolean;
  /** What binds: the ceiling that is nearest, or the first rule that is broken: memory, tokens per second, max-num-seqs … */
  readonly bottleneck: string;
  /** Up to the headroom that a plan has to keep, at the floor or at the peak, whichever is less. Null where facts are missing or nothing is asked. */
  readonly margin: Margin | null;
  /** Throughput, where the demand gives a rate; at the floor or at the peak, whichever is nearer its ceiling. */
  readonly throughput: ThroughputBalance | null;
  /**
   * What the law may be wrong by on this release, GiB of the pool below the supply: when the demand does not fit without it, the verdict is at best
   * `tight`. 0 where what the plan sets aside already covers the band.
   */
  readonly reserveGiB: number;
  /** Errors, warnings and hints; errors carry arithmetic and checked repairs. */
  readonly findings: readonly UnplacedFinding[];
}
