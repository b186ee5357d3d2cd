import type { z } from 'zod';
import type { KvCacheDtype, Quantization, RareKvCacheDtype } from '../capacity/replica-spec';
import type { Engine } from '../catalog/engines/engine';
import type { StructuredOutputBackend } from '../catalog/engines/structured-output';
import type { Gpu } from '../catalog/gpu';
import type { GpuChoice } from '../catalog/gpu-choice';
import type { Model } from '../catalog/model';
import type { SecretRef } from '../core/secret-ref';
import type { Cluster } from '../platform/cluster';
import type { PodPriority } from '../platform/pod-priority';
import type { Namespace } from '../security/namespace';
import type { WorkloadIdentity } from '../security/workload-identity';
import type { ITracing } from '../tracing/contract';
import type { ChatTemplate } from './chat-template';
import type { PrefillProps } from './disaggregation/prefill-props';
import type { inferencePoolSchema } from './inference-pool-schema';
import type { LoraAdapter } from './lora-adapter';
import type { MeasuredPool } from './measured-pool';
import type { EngineTuning, Offload, Parallelism } from './replica-options';
import type { ScalingPolicy } from './scaling-policy';
import type { Speculative } from './speculative';
import type { Weights } from './weights';

/** Props of an inference pool: one model on one kind of GPU. */
export interface InferencePoolProps {
  /** Cluster the pool runs on. */
  readonly cluster: Cluster;
  /**
   * Node pools of the cluster, by name, on which what needs no GPU runs: the proxy of `prefill`, the head of Ray: the first with room is taken, and their taints are tolerated, e.g. `['system']`.
   * @default - `cpuNodePools` of the cluster; without those any CPU nodes without taints
   */
  readonly cpuNodePools?: readonly string[];
  /**
   * Name of the Deployment, the Service and the weights claim, at most 54 characters, independent of the id of the construct: with a name the id can change
   * and everything on the cluster keeps its name.
   * @default - the id of the construct
   */
  readonly name?: string;
  /** Model that is served. */
  readonly model: Model;
  /**
   * GPU of every replica, or `Gpu.cheapest({ among, sessions })`: the cheapest of some, chosen once and then kept in `fleet.lock.json` (AF-PLAN-004 … -006).
   */
  readonly gpu: Gpu | GpuChoice<Gpu>;
  /**
   * GPUs of one replica, all of its tensor × pipeline × data ranks.
   * @default 1
   */
  readonly gpusPerReplica?: number;
  /**
   * How the GPUs of a replica share the work, e.g. `{ pipeline: 2 }`. The product of `tensor`, `pipeline` and `data` is `gpusPerReplica`.
   * @default - all of them share each layer: `{ tensor: gpusPerReplica }`
   */
  readonly parallelism?: Parallelism;
  /**
   * Nodes that one replica is spread over, for models that no node holds: each runs one pod with an equal part of the GPUs, e.g. `gpusPerReplica: 16`,
   * `nodesPerReplica: 2` and `parallelism: { pipeline: 2 }` are two nodes with a stage of 8 GPUs on each. The pool then is a LeaderWorkerSet in place of a
   * Deployment, which its operator must be there for (`leaderWorkerSet` of `FleetPlatform`), and its node pools declare their `fabric`.
   * @default 1
   */
  readonly nodesPerReplica?: number;
  /**
   * Longest request the engine admits, tokens. Size it for the longest context a role plans, not for the model's maximum.
   */
  readonly maxContextTokens: number;
  /**
   * Weight precision. `checkpoint` serves the checkpoint as it is; `fp8` quantizes at load. The other formats need a checkpoint that holds them:
   * the published one that the catalog knows, or `checkpoint`. Schemes such as `q4_k_m` are GGUF files, which Ollama alone loads.
   * @default 'checkpoint'
   */
  readonly quantization?: Quantization;
  /**
   * Precision of the KV cache. `nvfp4` (4 bit) needs a datacenter Blackwell GPU; the formats per token and head are 8 bit with a scale for each.
   * @default - 'fp8' when `quantization` is 'fp8', the GPU computes in fp8 and the engine can be told, else 'auto' (the model's dtype)
   */
  readonly kvCacheDtype?: KvCacheDtype | RareKvCacheDtype;
  /**
   * fp8 KV cache on an Ampere GPU works through one attention backend only and is experimental.
   * @default false
   */
  readonly allowExperimentalFp8Kv?: boolean;
  /**
   * Share of the reported GPU memory for everything that the engine allocates: weights, activations, graphs and KV cache, 0.5 … 0.98, or from 0.05 on cards
   * that engines share (`sharing` of the node pool). Engines that divide a GPU in another way take `engineMemoryFraction`; the prop that an engine does not
   * read is refused (AF-ENG-035).
   * @default - 0.90, divided by the engines on a card where they share it
   */
  readonly gpuMemoryUtilization?: number;
  /**
   * The engine's own memory fraction, above 0 and below 1, where it is no share of the whole memory: `mem-fraction-static` of SGLang is for weights and KV
   * cache alone, so that activations come out of the rest, and `kv_cache_free_gpu_memory_fraction` of TensorRT-LLM is for the KV cache alone. What it
   * means to an engine stands at `EngineModel.memoryShare`.
   * @default - as the engine derives it
   */
  readonly engineMemoryFraction?: number;
  /**
   * Requests that run at the same time in one replica (`max-num-seqs`).
   * @default - what the KV cache of a replica holds at an eighth of `maxContextTokens`, as a power of two, at most the engine's own default for the GPU:
   * demand that comes and goes starts no engine anew. More, or less, where the plan fits only so
   */
  readonly maxNumSeqs?: number;
  /**
   * Tokens of one scheduler step (`max-num-batched-tokens`), 64 … 16,777,216.
   * @default - what the engine takes on this GPU
   */
  readonly maxNumBatchedTokens?: number;
  /**
   * Prompts are computed by replicas of their own, which send keys and values over the fabric to those of this pool, which write the answers (prefill/decode
   * disaggregation), e.g. `{ replicas: 2 }`. Long prompts then never hold up the answers of others, and both stages are sized, scaled and paid apart: `replicas`,
   * `scaling` and `maxNumSeqs` of the pool are those of its decode replicas. A proxy before both is the address of the pool. Both run on one node pool, whose
   * `fabric` carries RDMA (AF-CLU-064); an engine that cannot split the stages refuses it (AF-ENG-027).
   * @default - every replica computes the prompts of its answers
   */
  readonly prefill?: PrefillProps;
  /**
   * Speculative decoding, e.g. `Speculative.eagle3({ drafter, tokens: 3 })`. What drafts takes memory, and the plan counts it.
   * @default - none
   */
  readonly speculative?: Speculative;
  /**
   * LoRA adapters of the model, each a model name of its own beside that of the pool, e.g. `[{ name: 'support', source: 'acme/support-lora', rank: 16 }]`.
   * All of them are loaded when a replica starts, and the plan counts their room. An engine that takes none refuses them (AF-ENG-027).
   * @default - none
   */
  readonly adapters?: readonly LoraAdapter[];
  /**
   * Further names for the model of the pool, e.g. `['assistant', 'gpt-4o-mini']` for clients whose model name is fixed. The engine answers to them, and every
   * router that leads to the pool leads them there, too. Behind one router a name belongs to one pool (AF-RTE-014).
   * @default - none
   */
  readonly aliases?: readonly string[];
  /**
   * Weights and KV blocks in host memory, and KV blocks on the disk of the node, e.g. `{ kvCacheGiB: 64, kvCacheDiskGiB: 500 }`. The pod asks for that
   * memory on top of its own, and for the disk.
   * @default - none
   */
  readonly offload?: Offload;
  /**
   * How the engine runs the model, e.g. `{ enforceEager: true }`.
   * @default - as the engine does
   */
  readonly tuning?: EngineTuning;
  /**
   * What you measured on one replica of this pool: it takes the place of the estimate of latency and tokens per second.
   * @default - the estimate with its range
   */
  readonly measured?: MeasuredPool;
  /**
   * Serving engine and its version.
   * @default Engine.vllm()
   */
  readonly engine?: Engine;
  /**
   * Fixed number of replicas; not together with `scaling`.
   * @default 1
   */
  readonly replicas?: number;
  /**
   * Autoscaling, e.g. `Scaling.queueDepth({ min: 2, max: 8 })`.
   * @default - none: the number of replicas is fixed
   */
  readonly scaling?: ScalingPolicy;
  /**
   * Node pool of the cluster that the replicas run on.
   * @default - any node with the GPU
   */
  readonly nodePool?: string;
  /**
   * Node pools of the same GPU for the replicas above the floor, the first choice first, e.g. `['spot', 'on-demand']`. The `min` replicas of `scaling` then are a
   * Deployment of their own that runs on `nodePool` alone, the others a second one behind the same Service that the autoscaler takes from 0 to `max` − `min`.
   * @default - none: all replicas are one Deployment
   */
  readonly burstNodePools?: readonly string[];
  /**
   * Whose pods keep their GPU where nodes are short, e.g. `PodPriority.BACKGROUND`: a pod that finds no node takes the place of pods with a lower priority,
   * which have as long to answer as when they are stopped.
   * @default - `PodPriority.BACKGROUND` where all roles are of class `background`, their fleets have a state store, and a pool of class `chat` or `voice` may
   * run on the same nodes; else no class: the default of the cluster, which is 0 unless it says otherwise
   */
  readonly podPriority?: PodPriority;
  /**
   * Where the weights stay between starts.
   * @default Weights.ephemeral()
   */
  readonly weights?: Weights;
  /**
   * Hugging Face repository or path that is loaded, e.g. a checkpoint that is already quantized. Its dimensions must be the model's.
   * @default - the model's own repository
   */
  readonly checkpoint?: string;
  /**
   * Commits of what is downloaded, by repository: the checkpoint, a drafter, adapters, e.g. `{ 'Qwen/Qwen3-8B': '<40 hexadecimal digits>' }`. The download brings
   * these, whatever the repository holds later. Another commit is another claim for weights.
   * @default - the newest commit of each at the time of the download
   */
  readonly revisions?: Readonly<Record<string, string>>;
  /**
   * Token for gated models.
   * @default - `SecretRef.existing('hugging-face', 'token')` where the repository is known to be gated (Llama, Gemma) and downloaded from the hub, else none
   */
  readonly huggingFaceToken?: SecretRef;
  /**
   * Parse tool calls with the model's parser, or with one by its name in the engine, e.g. `'hermes'` for a model that the library does not know; agents
   * need this. `false` leaves them, and the reasoning as well, to the client, or to parsers of yours in `extraArgs`.
   * @default true where the model's parsers are known
   */
  readonly toolCalling?: boolean | string;
  /**
   * Part the reasoning of the model from its answer with the model's parser, or with one by its name in the engine, e.g. `'deepseek_r1'`. `false` leaves it in
   * the answer, or to a parser of yours in `extraArgs`.
   * @default - as toolCalling: true where the model's parser is known
   */
  readonly reasoning?: boolean | string;
  /**
   * What holds answers to the JSON schema, regular expression or grammar that a request asks for. `'auto'` leaves the choice to the engine. A backend that the
   * release does not have is refused (AF-ENG-048).
   * @default - as the engine does
   */
  readonly structuredOutput?: StructuredOutputBackend;
  /**
   * Chat template in place of the model's own: `ChatTemplate.fromFile('./template.jinja')` or `.inline(text)`, mounted into the pods; or a text that the engine
   * gets as it is, e.g. a path in the image or on the volume of the weights.
   * @default - the one that the model's tool-call parser needs, from the examples of the engine's image; else the model's own
   */
  readonly chatTemplate?: string | ChatTemplate;
  /**
   * CPU and memory of a replica; memory of at least 1 GiB, below which no engine starts.
   * @default - 4 CPUs and 32 GiB per GPU, and no more than the part of its GPUs of a node whose `cpuPerNode` and `memoryGiBPerNode` are known
   */
  readonly resources?: { readonly cpu?: string; readonly memory?: string };
  /**
   * Names of Secrets with logins for registries (`kubernetes.io/dockerconfigjson`) in the namespace of the pods, beside those of the cluster.
   * @default - those of the cluster
   */
  readonly imagePullSecrets?: readonly string[];
  /**
   * Who the pods are to a cloud, e.g. `WorkloadIdentity.aws({ roleArn })`: annotations of their service account, which has their name.
   * @default - nobody
   */
  readonly identity?: WorkloadIdentity;
  /**
   * Where the engine sends a span for each request of a trace, e.g. the `Tracing.otlp(…)` of the fleet: how long it waited, read and wrote, below the span of the
   * agent that asked. An engine that is not known to send spans refuses it (AF-ENG-027).
   * @default - nowhere
   */
  readonly tracing?: ITracing;
  /**
   * Further engine flags, e.g. `['--seed', '7']`. A flag that a prop above already sets, or that the engine version does not know, is an error.
   * @default - none
   */
  readonly extraArgs?: readonly string[];
  /**
   * Further environment variables; secrets as `SecretRef`. Values take Terraform tokens.
   * @default - none
   */
  readonly env?: Readonly<Record<string, string | SecretRef>>;
  /**
   * Namespace of the pool: a name makes it, `Namespace.existing(…)` uses one.
   * @default - the id of the stack
   */
  readonly namespace?: string | Namespace;
}

/** `InferencePoolProps` after its checks, with defaults filled in. */
export interface InferencePoolSpec extends z.output<typeof inferencePoolSchema> {}
