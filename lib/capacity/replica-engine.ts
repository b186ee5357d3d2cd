import type { WeightSupport } from '../catalog/engines/weight-kernels';
import type { Gpu } from '../catalog/gpu';

/**
 * The engine of a replica in one release, as sizing needs it. `Engine` of the catalog is one; engines that can be sized and not yet be deployed are
 * others (`engineOf`).
 */
export interface ReplicaEngine {
  /** Id of its `EngineModel`. */
  readonly id: string;
  /** Name and release for people. */
  readonly name: string;
  /** Release; empty where it is not given. */
  readonly version: string;
  /** Limits of the scheduler by default. */
  admissionDefaults(gpu: Gpu): { readonly maxNumSeqs: number; readonly maxNumBatchedTokens: number };
  /** Share of the GPU memory that the engine takes by default, 0 … 1. */
  readonly utilizationDefault: { readonly share: number };
  /**
   * It can be told a format of the KV cache.
   * @default true
   */
  readonly takesKvCacheFormat?: boolean;
  /**
   * Whether it reads weights of a format on a card; null where that is not known of the format or of the vendor.
   * @default - not known of any
   */
  weightSupport?(format: string, repository: string, gpu: Gpu): WeightSupport | null;
  /**
   * Compute capability from which on it keeps keys and values in fp8 without being asked for an experiment.
   * @default - as the attention backends of vLLM do (`Gpu.supportsFp8Kv`)
   */
  readonly fp8KvFrom?: number;
}
