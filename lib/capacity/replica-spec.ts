import type { GgufScheme } from '../catalog/gguf';
import type { Gpu } from '../catalog/gpu';
import type { Model } from '../catalog/model';
import type { ReplicaEngine } from './replica-engine';

/** `packed`: DeepSeek's layout; `plain`: fp8 throughout; `wide`: 16 bit throughout. */
export type LatentLayout = 'packed' | 'plain' | 'wide';

/** Weight precision that the engine serves. `checkpoint` takes the checkpoint as it is. */
export type Quantization = 'checkpoint' | 'fp8' | 'awq' | 'gptq' | 'nvfp4' | 'mxfp4' | 'int8' | GgufScheme;

/** `auto` stores KV in the model's dtype. */
export type KvCacheDtype = 'auto' | 'bf16' | 'fp16' | 'fp8';

/** Formats that only some kernels of some cards read: 4 bit with a scale per 16 elements, or 8 bit with a scale per token and head. */
export type RareKvCacheDtype = 'nvfp4' | 'fp8_per_token_head' | 'int8_per_token_head';

/** One engine replica: one model on one group of GPUs. */
export interface ReplicaSpec {
  readonly model: Model;
  readonly gpu: Gpu;
  readonly engine: ReplicaEngine;
  /** GPUs that hold one copy of the weights (tensor parallel size). */
  readonly tensorParallel: number;
  readonly quantization: Quantization;
  /**
   * Repository or path whose weights are loaded in place of the model's own. What is known of it, or what its name says, decides the size of the files.
   * @default - the model's own, or the published checkpoint in `quantization`
   */
  readonly checkpoint?: string;
  readonly kvCacheDtype: KvCacheDtype;
  /** Takes the place of `kvCacheDtype` where the cache is stored in one of the rare formats. */
  readonly rareKvCacheDtype?: RareKvCacheDtype;
  /**
   * Share of the reported memory that the engine may use for everything that it allocates, 0 … 1. Engines with a fraction of their own
   * (`EngineModel.memoryShare`) read `engineMemoryFraction` instead.
   */
  readonly gpuMemoryUtilization: number;
  /**
   * The engine's own memory fraction where it is not a share of the reported memory: of what is free before the weights, of what is free after them.
   * Engines that have one do not read `gpuMemoryUtilization`.
   * @default - as the engine derives it
   */
  readonly engineMemoryFraction?: number;
  /** `max-model-len`, tokens. */
  readonly maxContextTokens: number;
  /** `max-num-seqs`; by default derived from the planned sessions. */
  readonly maxNumSeqs?: number;
  /** `max-num-batched-tokens`; by default what the engine takes on this GPU. */
  readonly maxNumBatchedTokens?: number;
  /**
   * The engine runs inside a program (`LLM(...)`) and not as a server: its batches are larger where nothing else is given.
   * @default false
   */
  readonly offline?: boolean;
  /** fp8 KV on Ampere works only through one attention backend: it has to be asked for. */
  readonly allowExperimentalFp8Kv?: boolean;
  /**
   * No CUDA graphs.
   * @default false
   */
  readonly enforceEager?: boolean;
  /**
   * Whether an earlier start left compiled kernels behind: compiling takes memory that some releases then leave out of the KV cache.
   * @default - not known: counted as `warm`, and the range of a question that does not say it reaches to `cold`
   */
  readonly compileCache?: 'cold' | 'warm';
  /**
   * Pipeline stages; each stage is `tensorParallel` GPUs.
   * @default 1
   */
  readonly pipelineParallel?: number;
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
  /**
   * Engines that share its card by time-slicing or MPS: while all of them work each has that part of its speed. Its memory is shared by `gpuMemoryUtilization`.
   * @default 1
   */
  readonly enginesPerCard?: number;
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
   * Nodes that one replica is spread over, each with an equal part of its GPUs. A tensor-parallel group that is larger than that part talks over the network.
   * @default 1
   */
  readonly nodes?: number;
  /**
   * Network of one node to the others, all its adapters together, Gbit/s in one direction. Read where `nodes` is more than 1.
   * @default - unknown: how fast a replica on several nodes is stays unknown, too
   */
  readonly networkGbps?: number;
  /**
   * Kernel that filters and samples the next token; it decides how many copies of the logits the profiling pass holds.
   * @default - as the release does: the PyTorch one, or one that is installed beside it, which the band then covers
   */
  readonly sampler?: SamplerKernel;
  /**
   * How a token of sparse latent attention is kept: fp8 with scales and rotary values in 16 bit (`fp8_ds_mla`, 656 bytes a layer), fp8 or 16 bit throughout.
   * @default - as the kernel of the card has it
   */
  readonly latentLayout?: LatentLayout;
  /**
   * Steps that write tokens between two looks for new requests (`--scheduler-recv-interval` of SGLang): with more than one, a first token waits for the
   * next look. Other engines do not read it.
   * @default 1
   */
  readonly schedulerRecvInterval?: number;
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
  /** Tiers for blocks that left the KV pool, by kind; `cpuGiB` adds to `kvOffloadGiB`. None is ever counted for a running session. */
  readonly kvOffload?: KvOffload;
  /** Room for LoRA adapters beside the weights. */
  readonly adapters?: AdapterSlots;
  /**
   * Further copies of busy experts that expert parallelism spreads over the ranks (`num_redundant_experts` of EPLB).
   * @default 0
   */
  readonly redundantExperts?: number;
  /** Images and videos that one prompt may hold (`--limit-mm-per-prompt`): what may not be there is not profiled. */
  readonly mediaPerPrompt?: MediaPerPrompt;
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
   * Where layers with a window have a pool of their own: its places, as a share of those of the other layers.
   * @default 1
   */
  readonly windowPoolShare?: number;
  /**
   * Prompts that come back are not computed again (`--enable-prefix-caching`). It moves memory where layers keep a state: a sequence then holds one
   * block of states more.
   * @default - as the release does, which may leave models with a state out
   */
  readonly prefixCaching?: boolean;
  /**
   * Tokens drafted ahead of each step; every layer with a state keeps one for each of them.
   * @default 1 with a drafter, 0 without
   */
  readonly speculativeTokens?: number;
  /**
   * Prompts are computed by other replicas, which send their keys and values here (prefill/decode disaggregation). Of its memory it changes nothing.
   * @default - it computes its own prompts
   */
  readonly prefill?: RemotePrefill;
  /**
   * It computes prompts, and other replicas write the answers: requests that run here are all prompts.
   * @default false
   */
  readonly promptsOnly?: boolean;
}

/** Who computes the prompts of a replica, and how they come. */
export interface RemotePrefill {
  readonly replica: ReplicaSpec;
  /** Such replicas for each one that writes answers, on average. */
  readonly perReplica: number;
  /** Gbit/s of the fabric that one transfer has, the slower of both ends; null where nobody says. */
  readonly gbitPerSecond: number | null;
}

/** Each without a limit of its own where it is not given. */
export interface MediaPerPrompt {
  readonly images?: number;
  readonly videos?: number;
}

/** Further tiers of a KV cache, GiB of a replica where nothing else is said. */
export interface KvOffload {
  /** Host memory. @default 0 */
  readonly cpuGiB?: number;
  /** Local disks. @default 0 */
  readonly nvmeGiB?: number;
  /** A store that all replicas share, GiB of them all together. @default 0 */
  readonly sharedGiB?: number;
}

/** Adapters that may be in use at once, and the largest rank that one may have (`--max-loras`, `--max-lora-rank`). */
export interface AdapterSlots {
  readonly rank: number;
  /** @default 1 */
  readonly count?: number;
}

/** One engine replica as the capacity engine sees it: everything that changes its memory or its speed. */
export type SamplerKernel = 'native' | 'flashinfer';

/** A drafter of speculative decoding. Drafting from the prompt (n-gram, suffix) needs none of this. */
export type Drafter =
  /** A model of its own. */
  | { readonly kind: 'model'; readonly model: Model }
  /** It reads the hidden states of the target, and shares its vocabulary (EAGLE). `ownVocabulary`: words that it has an output layer of its own for. */
  | { readonly kind: 'head'; readonly model: Model; readonly ownVocabulary?: number }
  /** Layers for multi-token prediction that the checkpoint brings. */
  | { readonly kind: 'own-layers'; readonly layers: number }
  /** Only its size is given, not its dimensions. */
  | { readonly kind: 'sized'; readonly weightsGiB: number; readonly kvBytesPerToken: number };
