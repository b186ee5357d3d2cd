/** The answer to a question: pools, roles at APIs, what they cost, and how far the price is proven. */
import type { Quantization } from '../capacity/replica-spec';
import type { Verdict } from '../capacity/verdict';
import type { Purchase } from '../catalog/prices';

/** The cheapest fleet that was found, with its proof. */
export interface PlannedFleet {
  readonly name: string;
  readonly pools: readonly PlannedPool[];
  /** Every role as it was asked; a role that is split stands there twice. */
  readonly roles: readonly PlannedRole[];
  /** All GPUs and the bills of all APIs. */
  readonly usdPerHour: number;
  /** GPUs of each offer. */
  readonly gpus: Readonly<Record<string, number>>;
  readonly proof: PlanProof;
}

/** How far the price is proven. */
export interface PlanProof {
  /** No fleet of the pools that were compared costs less than this, USD per hour. */
  readonly lowerBoundUsdPerHour: number;
  /** (price − lower bound) ÷ price; 0 for a proven optimum. */
  readonly gap: number;
  readonly isOptimal: boolean;
}

/** One pool of the answer, as the props of an `InferencePool`. */
export interface PlannedPool {
  readonly name: string;
  /** Roles that it serves, `<role>-burst` for the part of a role that may be interrupted. */
  readonly roles: readonly string[];
  /** Catalog id of the model. */
  readonly model: string;
  readonly quantization: Quantization;
  /** Engine and release, e.g. `vLLM 0.30.0`. */
  readonly engine: string;
  /** Catalog id of the GPU. */
  readonly gpu: string;
  /** Offer that the GPUs are bought from. */
  readonly nodePool: string;
  readonly purchase: Purchase;
  readonly gpusPerReplica: number;
  readonly replicas: number;
  readonly maxContextTokens: number;
  readonly usdPerHour: number;
  readonly verdict: Verdict;
  /** Free share of the KV cache, 0 … 1. */
  readonly headroom: number;
  readonly survivesReplicaLoss: boolean;
  /** What limits the pool: the ceiling that is nearest. */
  readonly bottleneck: string;
}

/** Where a role is served. */
export interface PlannedRole {
  readonly name: string;
  /** Name of its pool, or null where an API answers. */
  readonly pool: string | null;
  /** Name of its API, or null where a pool answers. */
  readonly api: string | null;
  /** What it pays: its bill, or its part of the pool by the KV cache that it asks for. */
  readonly usdPerHour: number;
  /** First token as estimated, milliseconds; null where it is not known. */
  readonly firstTokenMs: number | null;
  /**
   * GPUs against the cheapest API that the role allows; null where none can be priced.
   */
  readonly breakEven: BreakEven | null;
}

/** A role on GPUs of its own against an API. */
export interface BreakEven {
  readonly api: string;
  readonly apiUsdPerHour: number;
  /** The cheapest GPUs that serve this role alone; null where none do. */
  readonly gpuUsdPerHour: number | null;
  /** Times the tokens of the plan at which both cost the same; below 1 the GPUs are cheaper. Null where no GPUs serve the role. */
  readonly atTimesThePlan: number | null;
}
