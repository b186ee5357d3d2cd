/** What one engine says about itself. Shared code asks the definition and never which engine it is. */
import type { GpuFacts } from '../gpu-facts';
import type { Provenance } from '../provenance';
import type { PublishedImage } from './engine-image';
import type { EngineMetrics } from './engine-metrics';
import type { EngineVersion } from './engine-version';
import type { RetiredRow, ValueRow } from './flag';
import type { FlagTable } from './flag-table';

export interface EngineDefinition<Id extends string = string> {
  readonly id: Id;
  /** Name for people, e.g. `vLLM`. */
  readonly name: string;
  readonly defaultVersion: string;
  /** Sources of the release, the flags, what is retired, and the metrics. */
  readonly provenance: Readonly<Record<'version' | 'flags' | 'retired' | 'metrics', Provenance>>;
  readonly images: readonly PublishedImage[];
  tagOf(version: string): string;
  readonly port: number;
  readonly healthPath: string;
  readonly metricsPath: string;
  readonly metrics: EngineMetrics;
  readonly flags: FlagTable;
  /** Flags that the library always sets itself. */
  readonly alwaysOwned: readonly string[];
  /** Prop that sets a flag, by flag. */
  readonly propOfFlag: Readonly<Record<string, string>>;
  readonly retiredEnvironment: readonly RetiredRow[];
  readonly values: EngineValues;
  /** Parsers of the models of the catalog, by model id. */
  readonly modelParsers: Readonly<Record<string, ParserRow>>;
  admissionDefaults(gpu: GpuFacts, version: EngineVersion): AdmissionDefaults;
  utilizationDefault(version: EngineVersion): UtilizationDefault;
}

/** Parsers of one model as the tables write them: what is left out does not exist, or nobody has read it. */
export interface ParserRow {
  readonly toolCall?: string;
  readonly reasoning?: string;
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

/** Limits of the scheduler that the engine takes by itself. */
export interface AdmissionDefaults {
  /** Sequences in a batch (vLLM `--max-num-seqs`). */
  readonly maxNumSeqs: number;
  /** Tokens in a batch (vLLM `--max-num-batched-tokens`). */
  readonly maxNumBatchedTokens: number;
  readonly provenance: Provenance;
}

/** Share of the GPU memory that the engine takes by itself. */
export interface UtilizationDefault {
  readonly share: number;
  readonly provenance: Provenance;
}
