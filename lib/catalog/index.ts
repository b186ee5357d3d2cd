/** The catalog: facts with source and date. Explicit exports, nothing else. */
export type { CustomGpuFacts } from './custom-gpu';
export type { CustomModelFacts } from './custom-model';
export { Engine } from './engines/engine';
export type { AdmissionDefaults, UtilizationDefault } from './engines/engine-definition';
export type { EngineImage, PublishedImage, UserSupport } from './engines/engine-image';
export type { EngineMetrics } from './engines/engine-metrics';
export type { EngineProps } from './engines/engine-props';
export { EngineVersion, type ReleaseStep } from './engines/engine-version';
export type { Presence } from './engines/flag';
export { type Fp8KvSupport, fp8KvSupport } from './fp8-kv';
export { Gpu } from './gpu';
export type { GpuFacts, MigProfile } from './gpu-facts';
export { Model } from './model';
export type {
  AttentionKind,
  KvBytesFacts,
  LinearStateFacts,
  LoadedWeightsFacts,
  MlaFacts,
  MlaIndexerFacts,
  ModelFacts,
  MoeFacts,
  ParserFacts,
  SlidingWindowFacts,
} from './model-facts';
export {
  allPins,
  type ChartPin,
  type CrdDelivery,
  type ImageDigest,
  type ImagePin,
  imageReference,
  type KnownSigner,
  type ManifestPin,
  Pins,
} from './pins';
export { type ApiPriceRow, type Price, PriceBook, type PriceQuery, type PriceRow, type Purchase, priceOf } from './prices';
export { HYPERSCALER_MARKUP } from './prices/api-prices';
export type { Evidence, Provenance } from './provenance';
