/** What the dashboard shows: plain values, no builder and no construct. */
import type { ObservedStateStore, ObservedStore, ObservedVectorStore } from '../../stores/contract';
import type { ObservedAgents } from '../observed-fleet';
import type { ObservedGpuService } from '../observed-gpu-service';
import type { ObservedPool } from '../observed-pool';
import type { Thresholds } from '../thresholds';

/** Figures of the plan that a dashboard shows beside those that are measured; null where the plan has none. */
export interface PlannedPoolFigures {
  readonly pool: ObservedPool;
  readonly replicas: { readonly plan: number; readonly ceiling: number };
  /** Demand over supply of the KV cache. */
  readonly kvShare: number | null;
  /** Tokens that the mean hour asks for. */
  readonly writtenPerSecond: number | null;
  /** Tokens that the replicas of the plan can write. */
  readonly canWritePerSecond: number | null;
  /** Part of the prompts that is declared as cached. */
  readonly hitRatio: number | null;
  readonly usdPerHour: { readonly plan: number | null; readonly ceiling: number | null };
  readonly coldStartSeconds: number;
}

export interface DashboardView {
  /** Name of the observability stack. */
  readonly name: string;
  /** Path of its scope with its name; makes the identity of the dashboard. */
  readonly path: string;
  readonly fleets: readonly string[];
  readonly pools: readonly ObservedPool[];
  /** Routers whose failed requests are recorded. */
  readonly routers: readonly {
    readonly name: string;
    readonly namespace: string;
    readonly saysWhy: boolean;
    readonly countsTokens: boolean;
  }[];
  readonly agents: readonly ObservedAgents[];
  readonly stores: readonly ObservedStore[];
  readonly stateStores: readonly ObservedStateStore[];
  readonly vectorStores: readonly ObservedVectorStore[];
  /** Tools on GPUs. */
  readonly gpuServices: readonly ObservedGpuService[];
  /** What the plan says of each pool. */
  readonly planned: readonly PlannedPoolFigures[];
  readonly thresholds: Thresholds;
}
