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
}
