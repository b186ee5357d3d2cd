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
  /** Node pools that the pools run on, with what is paid for GPUs that nobody uses. */
  readonly nodePools: readonly PlannedNodePool[];
  /** All node pools and the bills of all APIs. */
  readonly usdPerHour: number;
  /** GPUs of each offer; cards that are divided count whole. */
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
  /** Name of the node pool that it runs on: that of its offer, with an ending where cards are divided. */
  readonly nodePool: string;
  /** Profile of the MIG slice that each replica has, e.g. `2g.20gb`; null for whole cards and for shared ones. */
  readonly slice: string | null;
  /** Engines that share a card by time-slicing, this one among them; 1 where it has its cards for itself. */
  readonly enginesPerCard: number;
  readonly purchase: Purchase;
  readonly gpusPerReplica: number;
  readonly replicas: number;
  readonly maxContextTokens: number;
  /** Its GPUs; of divided cards its part of their price. */
  readonly usdPerHour: number;
  readonly verdict: Verdict;
  /** Free share of the KV cache, 0 … 1. */
  readonly headroom: number;
  readonly survivesReplicaLoss: boolean;
  /** What limits the pool: the ceiling that is nearest. */
  readonly bottleneck: string;
}

/** Nodes of one offer whose cards are divided alike, or stay whole. */
export interface PlannedNodePool {
  readonly name: string;
  /** Name in the inventory. */
  readonly offer: string;
  /** Catalog id of the card. */
  readonly gpu: string;
  /** Cards that pools are on. */
  readonly gpus: number;
  /** Nodes that hold these cards. */
  readonly nodes: number;
  /** Slices of each card, as `mig` of a node pool. @default - its cards are not cut */
  readonly mig?: { readonly layout: Readonly<Record<string, number>> };
  /** Engines on each card, as `sharing` of a node pool. @default - its cards are not shared */
  readonly sharing?: { readonly engines: number };
  /** What is paid for it: its cards, or its nodes where these are paid whole. */
  readonly usdPerHour: number;
  /** The part of that price that belongs to GPUs, slices and parts of cards that no pool uses. */
  readonly idleUsdPerHour: number;
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
