/** Facts of one engine: images, ports, metrics, flags, defaults. Shared code asks the definition and never which engine it is. */
import type { CheckpointFormat } from '../checkpoints';
import type { GpuFacts } from '../gpu-facts';
import type { ModelFacts } from '../model-facts';
import type { Provenance } from '../provenance';
import type { PublishedImage } from './engine-image';
import type { EngineMetrics } from './engine-metrics';
import type { EngineVersion, ReleaseStep } from './engine-version';
import type { FirstTokenBounds } from './first-token-bounds';
import type { RetiredRow, ValueRow } from './flag';
import type { CountedArgs, FlagEffectRow, VariableEffectRow } from './flag-effect';
import type { FlagTable } from './flag-table';
import type { LatencyHistograms } from './latency-histograms';
import type { ResolvedArg } from './parse-args';
import type { SharedKvTiers } from './shared-kv-tier';
import type { StructuredOutputFacts } from './structured-output';
import type { WeightKernels } from './weight-kernels';

/** The facts of an engine. With an `EngineAdapter` on top, which says how a pool becomes a container, it is all that the library knows of an engine. */
export interface EngineDefinition {
  /** Lower-case letters, digits and dashes, e.g. `my-engine`; also the name of the container. */
  readonly id: string;
  /** Name for people, e.g. `vLLM`. */
  readonly name: string;
  /** How a user writes the factory of such engines, for repairs, e.g. `Engine.of`. */
  readonly factory: string;
  readonly defaultVersion: string;
  /**
   * What flags and defaults change with: `minor` releases, or every `patch`.
   * @default 'minor'
   */
  readonly releaseStep?: ReleaseStep;
  /**
   * What it is no longer, or not yet, good for.
   * @default - fit for every environment, and maintained
   */
  readonly standing?: EngineStanding;
  /**
   * What it is made for.
   * @default - nothing in particular
   */
  readonly strengths?: readonly EngineStrength[];
  /**
   * Kinds of models that it serves.
   * @default - all
   */
  readonly kinds?: readonly ModelFacts['kind'][];
  /**
   * Operator that runs its replicas, by the prop of `FleetPlatform` that installs it.
   * @default - none: Kubernetes runs them itself
   */
  readonly operator?: string;
  /**
   * It parses tool calls by the template of the model, without a parser that somebody names.
   * @default false
   */
  readonly parsesToolsByItself?: true;
  /**
   * How it holds answers to the shape that a request asks for.
   * @default - not at all, or by nothing that a pool can set: `structuredOutput` is refused
   */
  readonly structuredOutput?: StructuredOutputFacts;
  /**
   * Name that clients have to send in place of that of the model; null where any will do.
   * @default - the name that the adapter tells the engine
   */
  readonly servedName?: string | null;
  /**
   * Whether it answers to further names of a model: `told` those that the adapter tells it, `any` whatever clients send.
   * @default - to none: `aliases` of a pool is refused
   */
  readonly aliases?: 'told' | 'any';
  /**
   * How clients ask for a LoRA adapter: by its `own` name, or by that of the model, a colon and its own (`of-model`).
   * @default 'own'
   */
  readonly adapterNames?: 'own' | 'of-model';
  /** Sources of the release, the flags, what is retired, and the metrics. */
  readonly provenance: Readonly<Record<'version' | 'flags' | 'retired' | 'metrics', Provenance>>;
  readonly images: readonly PublishedImage[];
  /** Tag of the image of a release. */
  tagOf(version: string): string;
  /** Port of the OpenAI-compatible API. */
  readonly port: number;
  /** Answers 200 once the model is loaded, on the port of the API. */
  readonly healthPath: string;
  /**
   * Port of the metrics.
   * @default - the port of the API
   */
  readonly metricsPort?: number;
  /** Path of the metrics; null for an engine that serves none. */
  readonly metricsPath: string | null;
  readonly metrics: EngineMetrics;
  /**
   * Bounds of the histogram of first tokens.
   * @default - not known
   */
  readonly firstTokenBounds?: FirstTokenBounds;
  /**
   * Bounds of the histograms by which latency targets are watched.
   * @default - not known
   */
  readonly latencyHistograms?: LatencyHistograms;
  readonly flags: FlagTable;
  /** Flags that the library always sets itself. */
  readonly alwaysOwned: readonly string[];
  /** Prop that sets a flag, by flag. */
  readonly propOfFlag: Readonly<Record<string, string>>;
  /** What each flag does to what the plan computed. */
  readonly flagEffects: readonly FlagEffectRow[];
  readonly variableEffects: readonly VariableEffectRow[];
  /**
   * Flags and variables that ask for a tier of KV blocks that several pods share, which pools refuse (AF-ENG-076).
   * @default - none
   */
  readonly sharedKvTiers?: SharedKvTiers;
  /** What flags that users add put into the arithmetic. */
  countedArgs(args: readonly ResolvedArg[]): CountedArgs;
  readonly retiredEnvironment: readonly RetiredRow[];
  readonly values: EngineValues;
  /** Time from the start of the container until the weights begin to load and the engine answers, without the load itself. */
  readonly startup: EngineStartup;
  /**
   * What is computed before the first request of a client, while the health check does not answer yet.
   * @default - not known
   */
  readonly warmUp?: EngineWarmUp;
  /** Names that a pool must not have, each with the reason: what Kubernetes makes of the Service's name would confuse the engine. */
  readonly reservedNames: Readonly<Record<string, string>>;
  /** Precisions that the engine makes of an unquantized checkpoint while it loads it, with its own word for each. */
  readonly quantizesAtLoad: Readonly<Record<string, string>>;
  /**
   * Formats of quantized checkpoints that it loads.
   * @default - all but GGUF files
   */
  readonly loads?: readonly CheckpointFormat[];
  /**
   * Cards on which it reads weights of a format.
   * @default - not known: nothing is said of them
   */
  readonly weightKernels?: WeightKernels;
  /**
   * Client that a router takes for this engine, by kind of router; where it differs, by kind of model.
   * @default - the router's client for any OpenAI-compatible server
   */
  readonly clients?: Readonly<Record<string, string | Readonly<Partial<Record<ModelFacts['kind'], RouterClient>>>>>;
  /** Parsers of the models of the catalog, by model id. */
  readonly modelParsers: Readonly<Record<string, ParserRow>>;
  /** What the engine admits by default. */
  admissionDefaults(gpu: GpuFacts, version: EngineVersion): AdmissionDefaults;
  /** Share of the memory that the engine takes by default. */
  utilizationDefault(version: EngineVersion): UtilizationDefault;
}

/** What an engine is made for: prompts with long common beginnings; the lowest latency of fixed prompts on one GPU and precision. */
export type EngineStrength = 'shared-prefixes' | 'fixed-prompts';

/** An engine with a limit on where it belongs. */
export interface EngineStanding {
  /** `development`: for machines of developers. `legacy`: its makers have stopped. */
  readonly kind: 'development' | 'legacy';
  /** Why, as the end of a sentence. */
  readonly why: string;
}

/** A client of a router for the servers of an engine. */
export interface RouterClient {
  /** The router's own name for it. */
  readonly name: string;
  /** Its paths begin at the root of the server and not below `/v1`. */
  readonly atRoot?: true;
}

/** Seconds that a start takes besides loading the weights. */
export interface EngineStartup {
  /** Container start, compilation and graph capture. */
  readonly engineSeconds: number;
  /** The start-up probe never gives less, whatever the weights. */
  readonly leastSeconds: number;
  readonly provenance: Provenance;
}

/** How an engine warms itself up. */
export interface EngineWarmUp {
  /** What it runs, in words. */
  readonly runs: string;
  readonly provenance: Provenance;
}

/** Parsers of one model as the tables write them: what is left out does not exist, or was not read. */
export interface ParserRow {
  readonly toolCall?: string;
  readonly reasoning?: string;
  readonly chatTemplate?: string;
  readonly lacks?: string;
  readonly source: string;
}

/** Values that the engine accepts for some flags, with the releases that have them. */
export interface EngineValues {
  readonly reads: readonly string[];
  readonly toolParsers: readonly ValueRow[];
  readonly reasoningParsers: readonly ValueRow[];
  readonly kvCacheDtypes: readonly ValueRow[];
  readonly quantizations: readonly ValueRow[];
}

/** Limits of the scheduler that the engine takes by default. */
export interface AdmissionDefaults {
  /** Sequences in a batch (vLLM `--max-num-seqs`). */
  readonly maxNumSeqs: number;
  /** Tokens in a batch (vLLM `--max-num-batched-tokens`). */
  readonly maxNumBatchedTokens: number;
  readonly provenance: Provenance;
}

/** Share of the GPU memory that the engine takes by default. */
export interface UtilizationDefault {
  readonly share: number;
  readonly provenance: Provenance;
}
