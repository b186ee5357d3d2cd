import { brand, hasBrand } from '../../core/brand';
import type { UnplacedFinding } from '../../core/finding';
import { checkMethods } from '../../core/method-arguments';
import { own } from '../../core/own';
import type { CheckpointFormat } from '../checkpoints';
import { isGguf } from '../gguf';
import type { Gpu } from '../gpu';
import type { ModelFacts, ParserFacts } from '../model-facts';
import { ENGINE_ARGUMENTS } from './engine-arguments';
import { checksOf, versionOf } from './engine-checks';
import type {
  AdmissionDefaults,
  EngineDefinition,
  EngineStanding,
  EngineStartup,
  EngineStrength,
  RouterClient,
  UtilizationDefault,
} from './engine-definition';
import { type EngineImage, isFor, type PublishedImage, publishedImage, referenceOf, type UserSupport, userSupport } from './engine-image';
import type { EngineMetrics } from './engine-metrics';
import { checkEngineProps, type EngineProps } from './engine-props';
import type { FirstTokenBounds } from './first-token-bounds';
import type { Presence, ValueRow } from './flag';
import type { CountedArgs } from './flag-effect';
import { definitionOf, keepDefinition } from './kept-definition';
import type { LatencyHistograms } from './latency-histograms';
import { parsersIn } from './model-parsers';
import { namesIn, newestWith, parserRows, presenceOf } from './named-values';
import { OLLAMA } from './ollama/definition';
import { RAY_SERVE } from './ray-serve/definition';
import { SGLANG } from './sglang/definition';
import type { StructuredOutputBackend } from './structured-output';
import { TEI } from './tei/definition';
import { TENSORRT_LLM } from './tensorrt-llm/definition';
import { TGI } from './tgi/definition';
import { VLLM } from './vllm/definition';
import { type WeightSupport, weightSupport } from './weight-kernels';

/** An engine in one release. Engines are values: compare them by `id` and `version`. */
export class Engine {
  /**
   * vLLM. Flags, limits and metric names follow the release.
   *
   * @throws FleetSpecError AF-SPEC-001 when `version`, `image` or `digest` is malformed.
   */
  static vllm(props: EngineProps = {}): Engine {
    return new Engine(VLLM, props);
  }

  /**
   * SGLang, for pools whose prompts share long beginnings. Patches of one minor release differ in their flags, so every patch is a release of its
   * own. It reads `engineMemoryFraction` in place of `gpuMemoryUtilization`.
   *
   * @throws FleetSpecError AF-SPEC-001 when `version`, `image` or `digest` is malformed.
   */
  static sglang(props: EngineProps = {}): Engine {
    return new Engine(SGLANG, props);
  }

  /**
   * Ollama, for development: GGUF files of one card, `quantization` names their scheme. Refused in production (AF-ENG-003).
   *
   * @throws FleetSpecError AF-SPEC-001 when `version`, `image` or `digest` is malformed.
   */
  static ollama(props: EngineProps = {}): Engine {
    return new Engine(OLLAMA, props);
  }

  /**
   * Text Embeddings Inference, for models that embed and models that rerank, on one GPU each. The image follows from the card.
   *
   * @throws FleetSpecError AF-SPEC-001 when `version`, `image` or `digest` is malformed.
   */
  static textEmbeddingsInference(props: EngineProps = {}): Engine {
    return new Engine(TEI, props);
  }

  /**
   * TensorRT-LLM 1.2 by `trtllm-serve` with its PyTorch backend. It reads `engineMemoryFraction`; its metrics are not read (AF-ENG-044).
   *
   * @throws FleetSpecError AF-SPEC-001 when `version`, `image` or `digest` is malformed.
   */
  static tensorRtLlm(props: EngineProps = {}): Engine {
    return new Engine(TENSORRT_LLM, props);
  }

  /**
   * Ray Serve LLM, run by KubeRay (`rayOperator` of `FleetPlatform`). `version` is that of the vLLM in it: 0.29.0 of Ray 2.60, 0.26.0 of Ray 2.58. Replicas are fixed.
   *
   * @throws FleetSpecError AF-SPEC-001 when `version`, `image` or `digest` is malformed.
   */
  static rayServe(props: EngineProps = {}): Engine {
    return new Engine(RAY_SERVE, props);
  }

  /**
   * Text Generation Inference 3, which its makers no longer maintain (AF-ENG-011). Its image runs as root alone (AF-ENG-029): name one of yours.
   *
   * @throws FleetSpecError AF-SPEC-001 when `version`, `image` or `digest` is malformed.
   */
  static textGenerationInference(props: EngineProps = {}): Engine {
    return new Engine(TGI, props);
  }

  /**
   * An engine of your own in one release. Its pools also need an `EngineAdapter`: see `registerEngine`.
   *
   * @throws FleetSpecError AF-SPEC-001 when the definition has no id, name or release, or `version` or `digest` is malformed.
   */
  static of(definition: EngineDefinition, props: EngineProps = {}): Engine {
    return new Engine(definition, props);
  }

  /** Recognises an engine by its brand, so that two copies of the library agree. */
  static isEngine(value: unknown): value is Engine {
    return hasBrand(value, 'Engine');
  }

  /** Id of the kind of engine, e.g. that of `Engine.vllm()` is `vllm`. */
  readonly id: string;
  /** Name and version for people, e.g. `vLLM 0.30.0`. */
  readonly name: string;
  /** Release without a leading `v`. */
  readonly version: string;
  /** Repository that the user named for the image; null where the project's own is taken. */
  readonly ownImage: string | null;
  /** Digest that the user pinned; null where the image is named by its tag. */
  readonly digest: string | null;
  /** Port of the HTTP API and of the metrics. */
  readonly port: number;
  readonly healthPath: string;
  readonly metricsPort: number;
  /** Null where the engine serves no metrics. */
  readonly metricsPath: string | null;
  readonly metrics: EngineMetrics;

  private constructor(definition: EngineDefinition, props: EngineProps) {
    checkEngineProps(definition, props);
    keepDefinition(this, definition);
    this.id = definition.id;
    this.version = (props.version ?? definition.defaultVersion).replace(/^v/, '');
    this.name = `${definition.name} ${this.version}`;
    this.ownImage = props.image ?? null;
    this.digest = props.digest ?? null;
    this.port = definition.port;
    this.healthPath = definition.healthPath;
    this.metricsPort = definition.metricsPort ?? definition.port;
    this.metricsPath = definition.metricsPath;
    this.metrics = definition.metrics;
    brand(this, 'Engine');
    Object.freeze(this);
  }

  /** What its histogram of first tokens can tell apart; null where that is not known. */
  get firstTokenBounds(): FirstTokenBounds | null {
    return definitionOf(this).firstTokenBounds ?? null;
  }

  /** Bounds of the histograms by which latency targets are watched; null where they are not known. */
  get latencyHistograms(): LatencyHistograms | null {
    return definitionOf(this).latencyHistograms ?? null;
  }

  /** The image for a GPU; null where this release has none for its vendor. An image of the user's own is taken for every GPU. */
  imageFor(gpu: Gpu): EngineImage | null {
    const published = this.publishedImage(gpu);
    const name = this.ownImage ?? published?.name;
    const prefix = this.ownImage === null ? (published?.tagPrefix ?? '') : '';
    return name === undefined ? null : { name, tag: `${prefix}${definitionOf(this).tagOf(this.version)}`, digest: this.digest };
  }

  /** The image for a GPU as a pod names it: by tag, and by digest where there is one. */
  imageReference(gpu: Gpu): string | null {
    const image = this.imageFor(gpu);
    return image === null ? null : referenceOf(image);
  }

  /** Whether the image for a GPU runs as the user of our pods; `unknown` for an image of the user's own, and where there is none. */
  runsAsUser(gpu: Gpu): UserSupport {
    const image = this.ownImage === null ? this.publishedImage(gpu) : undefined;
    return image === undefined ? 'unknown' : userSupport(image, versionOf(this));
  }

  /** What the project publishes for the vendor of a GPU in this release, with its source. */
  publishedImage(gpu: Gpu): PublishedImage | undefined {
    return publishedImage(definitionOf(this).images, gpu.facts, versionOf(this));
  }

  /** The same in any release, for advice. */
  publishedImages(gpu: Gpu): readonly PublishedImage[] {
    return definitionOf(this).images.filter((image) => isFor(image, gpu.facts));
  }

  /**
   * Reads the arguments a user adds and says which the engine would refuse (AF-ENG-021, -022, -024), and which a prop already sets
   * (AF-ENG-023).
   *
   * @param typedFlags flags that props set, e.g. `--max-model-len`
   */
  checkExtraArgs(args: readonly string[], typedFlags: readonly string[]): UnplacedFinding[] {
    return checksOf(this).extraArgs(args, typedFlags);
  }

  /**
   * Says which arguments a user adds change what the plan computed (AF-ENG-032), and which ask for KV blocks that several pods share (AF-ENG-076).
   *
   * @param kind kind of the model: some flags change nothing for encoders
   */
  checkArgEffects(args: readonly string[], kind: ModelFacts['kind']): UnplacedFinding[] {
    return checksOf(this).argEffects(args, kind);
  }

  /** What the arguments a user adds put into the arithmetic: adapters, further experts, left-out towers, prompt caching. */
  countedArgs(args: readonly string[]): CountedArgs {
    return checksOf(this).countedArgs(args);
  }

  /** Says how far this release is from those whose flags were read (AF-ENG-034). */
  checkRelease(): UnplacedFinding[] {
    return checksOf(this).ownRelease();
  }

  /** Says which props this release cannot follow (AF-ENG-043), from the arguments that they became. */
  checkOwnArgs(args: readonly string[]): UnplacedFinding[] {
    return checksOf(this).ownArgs(args);
  }

  /** Whether this release has a flag; `uncertain` where it was not read. */
  knowsFlag(flag: string): Presence | 'never' {
    return definitionOf(this).flags.resolve(flag, versionOf(this))?.presence ?? 'never';
  }

  /**
   * Names the environment variables that this release no longer reads (AF-ENG-025), those that change what the plan computed (AF-ENG-032), and those
   * of KV blocks that several pods share (AF-ENG-076).
   */
  checkEnvironment(names: readonly string[]): UnplacedFinding[] {
    return checksOf(this).environment(names);
  }

  /**
   * Names the environment variables whose values the parser of the engine refuses (AF-ENG-078), where it reads its flags from variables, too.
   *
   * @param variables values by name
   * @param args all arguments of the engine: a flag wins over its variable
   */
  checkVariableValues(variables: Readonly<Record<string, unknown>>, args: readonly string[]): UnplacedFinding[] {
    return checksOf(this).variableValues(variables, args);
  }

  /** Sources of the release, the flags, what is retired, and the metrics. */
  get provenance(): EngineDefinition['provenance'] {
    return definitionOf(this).provenance;
  }

  /** How a user writes such an engine, for repairs, e.g. `Engine.vllm`. */
  get factory(): string {
    return definitionOf(this).factory;
  }

  /** What a start takes besides loading the weights. */
  get startup(): EngineStartup {
    return definitionOf(this).startup;
  }

  /** Why a pool of this engine must not have a name; undefined where it may. */
  reasonAgainstName(name: string): string | undefined {
    return own(definitionOf(this).reservedNames, name);
  }

  /** Client that a kind of router takes for a kind of model on this engine; undefined where its client for OpenAI-compatible servers will do. */
  clientOf(router: string, kind: ModelFacts['kind']): RouterClient | undefined {
    const clients = own(definitionOf(this).clients, router);
    return typeof clients === 'string' ? { name: clients } : clients?.[kind];
  }

  /** Limits of the scheduler by default. */
  admissionDefaults(gpu: Gpu): AdmissionDefaults {
    return definitionOf(this).admissionDefaults(gpu.facts, versionOf(this));
  }

  /** Share of the GPU memory that the engine takes by default. */
  get utilizationDefault(): UtilizationDefault {
    return definitionOf(this).utilizationDefault(versionOf(this));
  }

  /** Whether this release has a tool-call parser of that name. */
  knowsToolParser(name: string): Presence | 'never' {
    return knows(this, parserRows(definitionOf(this), 'tool-call'), name);
  }

  /** Whether this release has a reasoning parser of that name. */
  knowsReasoningParser(name: string): Presence | 'never' {
    return knows(this, parserRows(definitionOf(this), 'reasoning'), name);
  }

  /** Whether this release holds answers to a shape with a backend; `never` where the engine does not, or has none of that name. */
  knowsStructuredOutput(backend: StructuredOutputBackend): Presence | 'never' {
    return knows(this, definitionOf(this).structuredOutput?.backends ?? [], backend);
  }

  /** Backends of structured output that this release certainly has; none where the engine holds answers to no shape. */
  get structuredOutputBackends(): readonly string[] {
    return namesFor(this, definitionOf(this).structuredOutput?.backends ?? []);
  }

  /** Reasoning parsers or tool-call parsers that this release certainly has. */
  parserNames(kind: 'tool-call' | 'reasoning'): readonly string[] {
    return namesFor(this, parserRows(definitionOf(this), kind));
  }

  /** What this engine calls the parsers of a model: as the model's own facts say, else by the engine's table; null where neither does. */
  parsersOf(facts: ModelFacts): ParserFacts {
    return parsersIn(definitionOf(this), facts);
  }

  /** Whether this release makes a format of 16-bit weights while it loads them. */
  quantizesAtLoad(format: string): boolean {
    return this.loadTimeQuantization(format) !== null;
  }

  /** Whether it can be told a format of the KV cache. */
  get takesKvCacheFormat(): boolean {
    return definitionOf(this).values.kvCacheDtypes.length > 0;
  }

  /** Whether it loads checkpoints of a format. */
  loads(format: CheckpointFormat): boolean {
    return definitionOf(this).loads?.includes(format) ?? !isGguf(format);
  }

  /**
   * Whether this release reads weights of a format on a card; null where nothing was read of the format, or of the vendor of the card.
   *
   * @param repository where they come from: some copies of a format have kernels of their own
   */
  weightSupport(format: string, repository: string, gpu: Gpu): WeightSupport | null {
    return weightSupport(definitionOf(this).weightKernels, versionOf(this), { format, repository, gpu: gpu.facts });
  }

  /** Whether it serves models of a kind. */
  serves(kind: ModelFacts['kind']): boolean {
    return definitionOf(this).kinds?.includes(kind) ?? true;
  }

  /** Operator that has to be there, by the prop of `FleetPlatform`; undefined where none has to. */
  get operator(): string | undefined {
    return definitionOf(this).operator;
  }

  /** Whether it is made for such work. */
  isMadeFor(strength: EngineStrength): boolean {
    return definitionOf(this).strengths?.includes(strength) === true;
  }

  /** Whether it parses tool calls without a parser that somebody names. */
  get parsesToolsByItself(): boolean {
    return definitionOf(this).parsesToolsByItself === true;
  }

  /** Name under which clients ask for a model. */
  servedName(modelId: string): string {
    return definitionOf(this).servedName ?? modelId;
  }

  /** Whether it answers to further names of a model: `told` those of the pool, `any` whatever clients send; null for to none. */
  get aliases(): 'told' | 'any' | null {
    return definitionOf(this).aliases ?? null;
  }

  /** A limit on where the engine belongs; undefined where there is none. */
  get standing(): EngineStanding | undefined {
    return definitionOf(this).standing;
  }

  /** What its flag calls a format that it makes while it loads 16-bit weights; null where it makes none of that name. */
  loadTimeQuantization(format: string): string | null {
    return own(definitionOf(this).quantizesAtLoad, format) ?? null;
  }

  /** Path of the chat template that the tool-call parser of a model needs, in the published image for a GPU; null where none is needed or known. */
  chatTemplateOf(facts: ModelFacts, gpu: Gpu): string | null {
    const { chatTemplate = null } = this.parsersOf(facts);
    const folder = this.ownImage === null ? this.publishedImage(gpu)?.examplesFolder : undefined;
    return chatTemplate === null || folder === undefined || folder === null ? null : `${folder}/${chatTemplate}`;
  }

  /** The newest release that was read, has a parser of that name and whose image for a GPU runs as the user of our pods; null where none does. */
  releaseWithParser(kind: 'tool-call' | 'reasoning', name: string, gpu: Gpu): string | null {
    const definition = definitionOf(this);
    return newestWith(name, parserRows(definition, kind), definition, gpu);
  }

  /** Name and version: readable in logs and messages. */
  toString(): string {
    return this.name;
  }
}

checkMethods(Engine, ENGINE_ARGUMENTS);

/** Whether the release of an engine has a value of that name. */
const knows = (engine: Engine, rows: readonly ValueRow[], value: string) =>
  presenceOf(value, rows, definitionOf(engine), versionOf(engine));

/** Names of the values that the release of an engine certainly has. */
const namesFor = (engine: Engine, rows: readonly ValueRow[]) => namesIn(rows, definitionOf(engine), versionOf(engine));
