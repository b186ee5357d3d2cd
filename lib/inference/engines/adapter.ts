/** How a pool becomes a container of its engine. Each engine declares its own answers; shared code never asks which engine it is. */
import type { EngineModel } from '../../capacity/engines/engine-model';
import type { Quantization, ReplicaSpec } from '../../capacity/replica-spec';
import type { ReplicaSupply } from '../../capacity/replica-supply';
import type { EngineDefinition } from '../../catalog/engines/engine-definition';
import type { StructuredOutputBackend } from '../../catalog/engines/structured-output';
import type { SecretRef } from '../../core/secret-ref';
import type { LoraAdapter } from '../lora-adapter';
import type { PoolReplica } from '../pool-replica';
import type { Speculative } from '../speculative';
import type { StreamedWeights } from '../streamed-weights';
import type { Disaggregated, ServedStage } from './disaggregated';
import type { EngineLimit } from './limit';
import type { MultiNode } from './multi-node';
import type { Operated } from './operated';

/** Parsers by the engine's own names; null where there is none. */
export interface ServedParsers {
  /** Of tool calls. */
  readonly toolCall: string | null;
  /** Of reasoning. */
  readonly reasoning: string | null;
}

/** Props whose flags are the user's in `extraArgs` where the pool does not use them. */
export type FlagOwner =
  | 'toolCalling'
  | 'reasoning'
  | 'structuredOutput'
  | 'adapters'
  | 'scheduling'
  | 'tracing'
  | 'weights'
  | 'kvCacheShared';

/** What is served, as far as it is known before any fleet has asked for anything. */
export interface ServingBase {
  readonly replica: PoolReplica;
  /** Repository or path that the engine loads. */
  readonly checkpoint: string;
  /** Format that the engine makes of 16-bit weights while it loads them; null where the checkpoint is served as it is. */
  readonly quantizedAtLoad: Quantization | null;
  /** Name under which clients ask for the model. */
  readonly servedName: string;
  /** Further names for the same model; none is also the served name or that of an adapter. */
  readonly aliases?: readonly string[] | undefined;
  readonly parsers: ServedParsers;
  /** Who holds answers to the shape that a request asks for; undefined where the pool does not say. */
  readonly structuredOutput?: StructuredOutputBackend | undefined;
  /** Whose request is served first. @default - in the order of their arrival */
  readonly scheduling?: 'arrival' | 'priority' | undefined;
  /**
   * Address to which the engine sends its spans as `spansOver` of its adapter says, over HTTP with the path; null where nobody takes them so, which is refused.
   * @default - it sends none
   */
  readonly spansTo?: string | null | undefined;
  /** Path or text of a chat template in place of the model's own. */
  readonly chatTemplate: string | undefined;
  readonly speculative: Speculative | undefined;
  /** What it does of each request. @default - all of it */
  readonly stage?: ServedStage | undefined;
  /** Where its weights are streamed from; `checkpoint` is their address. @default - they lie in its folder */
  readonly streamed?: StreamedWeights | undefined;
  /** LoRA adapters; `replica.adapters` is the room that the plan counted for them. */
  readonly adapters?: readonly LoraAdapter[] | undefined;
  readonly extraArgs: readonly string[];
  /** Image and variables of the user with which the container starts, for what has to change with them. @default - not known */
  readonly startsWith?: { readonly image: string; readonly env: Readonly<Record<string, string | SecretRef>> } | undefined;
  /** Commits by repository; the download brings these and no others. */
  readonly revisions?: Readonly<Record<string, string>> | undefined;
  readonly huggingFaceToken: SecretRef | undefined;
  /** Seconds the engine may take from start to ready. */
  readonly startupSeconds: number;
}

/** What is served, with the limits that the capacity plan arrived at. */
export interface ServingSpec extends ServingBase {
  readonly supply: ReplicaSupply;
}

/** A folder that the engine writes to although the root file system is read-only. */
export interface WritableFolder {
  readonly name: string;
  readonly path: string;
  /** In memory: shared memory between the processes of a tensor-parallel group. */
  readonly medium?: 'Memory';
  readonly sizeGiB: number;
  /**
   * All replicas of the pool have it: it is the claim of `offload.kvCacheShared`.
   * @default false: it goes with its pod
   */
  readonly sharedByReplicas?: boolean;
  /**
   * The download of the weights writes there, too.
   * @default false
   */
  readonly usedByDownload?: boolean;
  /**
   * Command that keeps the folder within its size, run beside the engine in its image, for files that the engine itself never removes.
   * @default - the engine removes them
   */
  readonly prunedBy?: readonly string[];
}

/** A part of the repositories of a pool that has a download, and a last file, of its own. */
export interface DownloadPart {
  /** Some of `repositories`. */
  readonly repositories: readonly string[];
  /**
   * They lie beside a checkpoint that another download brings: those that are there stay as they are, and those that neither this plan nor the one before
   * names may go.
   */
  readonly isAddition: boolean;
}

/**
 * How pools become containers of one engine, on top of the engine's facts. Implement it for an engine of your own, hold it against
 * `engineAdapterProblems` of `cdktf-agent-fleet/testing`, and register it with `registerEngine`.
 *
 * Every answer is a pure function of what it is given: the same pool gives the same container.
 */
export interface EngineAdapter {
  /** Facts of the engine: images, ports, metrics, flags, defaults. */
  readonly definition: EngineDefinition;
  /**
   * How the engine divides a GPU and how fast it is, where the library does not know the engine.
   * @default - the model of that id in the library; without one every plan of such a pool is uncertain
   */
  readonly sizing?: EngineModel;
  /** User and group of the process; never root. */
  readonly runAs: { readonly user: number; readonly group: number };
  /** Folder that holds the weights. */
  readonly weightsFolder: string;
  /** Folders that the engine writes to. */
  writableFolders(replica: ReplicaSpec): readonly WritableFolder[];
  /**
   * Program and subcommand that start the server.
   * @default - the entrypoint of the image
   */
  command?(spec: ServingBase): readonly string[];
  /**
   * Command in the container that ends with status 0 once the model is loaded and has computed something, for an engine whose health check answers before that: the
   * start-up probe asks it, so that no request comes earlier.
   * @default - the health check answers when the engine is warm
   */
  readonly warmCommand?: readonly string[];
  /** Arguments from the props and the plan; `spec.extraArgs` come last. */
  args(spec: ServingSpec): readonly string[];
  /** Environment variables of the engine, which loads what lies in its folder and asks nobody for more; whatever is secret is a reference. */
  env(spec: ServingBase): Readonly<Record<string, string | SecretRef>>;
  /** What the engine needs of the hub: the checkpoint, a drafter, a tokenizer of its own. Paths are not among them. */
  repositories(spec: Omit<ServingBase, 'startupSeconds'>): readonly string[];
  /**
   * `download` brings the commits of `revisions`, and the engine loads them.
   * @default false: pools with `revisions` are refused
   */
  readonly pinsRevisions?: true;
  /**
   * Command that brings `repositories` into the folder of the weights and writes `marker`, a path below it, last; it ends at once where that is there.
   *
   * @param part what of them it is to bring, where they have several downloads; undefined for all. An engine that knows of no parts brings all each time.
   */
  download(spec: ServingBase, marker: string, part?: DownloadPart): readonly string[];
  /** Environment of that command. Only it sees the token for the hub. */
  downloadEnv(spec: ServingBase): Readonly<Record<string, string | SecretRef>>;
  /** Seconds of draining after SIGTERM. */
  readonly drainSeconds: number;
  /** Flags that props own; naming one in `extraArgs` is an error. */
  readonly ownedFlags: readonly string[];
  /**
   * Flags of props that a pool may leave out or switch off: where it does, `extraArgs` may name them. An engine without flags of `scheduling` has no
   * priorities, one without flags of `tracing` sends no spans, and one without flags of `weights` streams none: pools that ask for them are refused.
   */
  readonly flagsOfProps: Readonly<Partial<Record<FlagOwner, readonly string[]>>>;
  /**
   * How the engine sends spans.
   * @default 'http'
   */
  readonly spansOver?: 'http' | 'grpc';
  /**
   * Why an engine without flags of `tracing` sends no spans, as part of a sentence.
   * @default 'it is not known to send spans'
   */
  readonly untraced?: string;
  /** Environment variables that props own, with the prop; naming one in `env` is an error. */
  readonly ownedEnvironment: Readonly<Record<string, string>>;
  /** What a pool asks and the engine cannot do, or what would change nothing. Flags are checked against the release elsewhere. */
  limits(spec: ServingBase): readonly EngineLimit[];
  /**
   * How one replica runs on several nodes.
   * @default - not at all: pools with `nodesPerReplica` are refused
   */
  readonly multiNode?: MultiNode;
  /**
   * How an operator of its makers runs the replicas.
   * @default - Kubernetes runs them: a Deployment, or groups of pods on several nodes
   */
  readonly operated?: Operated;
  /**
   * How prompts are computed on replicas of their own.
   * @default - not at all: pools with `prefill` are refused
   */
  readonly disaggregated?: Disaggregated;
  /**
   * What the engine cannot do with the LoRA adapters of a pool; asked only where there are some.
   * @default - it takes none, and pools with `adapters` are refused
   */
  adapterLimits?(spec: ServingBase): readonly EngineLimit[];
}
