/** What one engine says about itself. Shared code asks the definition and never which engine it is. */
import type { GpuFacts } from '../gpu-facts';
import type { Provenance } from '../provenance';
import type { EngineVersion } from './engine-version';
import type { ValueRow } from './flag';
import type { FlagTable } from './flag-table';
import type { AdmissionDefaults, UtilizationDefault } from './vllm-defaults';
import type { EngineMetrics } from './vllm-metrics';

/** Container image. The digest is null as long as nobody pinned one. */
export interface EngineImage {
  /** Repository with its registry, e.g. `docker.io/vllm/vllm-openai`. */
  readonly name: string;
  readonly tag: string;
  /** `sha256:…` */
  readonly digest: string | null;
}

export interface EngineDefinition<Id extends string = string> {
  readonly id: Id;
  /** Name for people, e.g. `vLLM`. */
  readonly name: string;
  readonly defaultVersion: string;
  readonly versionProvenance: Provenance;
  readonly imageName: string;
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
  readonly values: EngineValues;
  admissionDefaults(gpu: GpuFacts, version: EngineVersion): AdmissionDefaults;
  utilizationDefault(version: EngineVersion): UtilizationDefault;
}

/** Values that the engine accepts for some flags, with the releases that have them. */
export interface EngineValues {
  readonly reads: readonly string[];
  readonly toolParsers: readonly ValueRow[];
  readonly reasoningParsers: readonly ValueRow[];
  readonly kvCacheDtypes: readonly ValueRow[];
  readonly quantizations: readonly ValueRow[];
}
