/** What a simulation says. Times are seconds, those of tokens milliseconds, as in the plan. */
import type { Percentiles } from './statistics';

/** How sure something is on which the answer rests. */
export interface Assumption {
  readonly what: string;
  readonly evidence: 'planned' | 'measured' | 'fitted' | 'assumed';
  readonly source: string;
}

export interface SimulatedRole {
  readonly fleet: string;
  readonly role: string;
  readonly pool: string;
  readonly calls: number;
  /** From the request to the first token, milliseconds. */
  readonly ttftMs: Percentiles | null;
  /** Per token after the first, milliseconds. */
  readonly tpotMs: Percentiles | null;
  /** Until the prompt is begun, seconds. */
  readonly waitSeconds: Percentiles | null;
  /** Part of the calls that kept every target of the role; null where it has none, or was not called. */
  readonly withinTarget: number | null;
}

export interface SimulatedPoolResult {
  readonly pool: string;
  readonly calls: number;
  readonly waitSeconds: Percentiles | null;
  /** Calls in the pool, answered or waiting, in the mean. */
  readonly callsInFlight: number;
  /** From the request to the last token, in the mean, of the calls that ended. */
  readonly callSeconds: number | null;
  /** Each time that it changed: replicas that are paid for, and those that answer. */
  readonly replicas: readonly { readonly seconds: number; readonly replicas: number; readonly ready: number }[];
  readonly mostReplicas: number;
  /** Part of the KV cache of ready replicas that holds tokens, with those of idle sessions, in the mean. */
  readonly kvUse: number;
  readonly promptTokens: number;
  readonly computedTokens: number;
  /** Of those, what was in a cache before and was lost or is on another replica. */
  readonly recomputedTokens: number;
  readonly evictedSessions: number;
  readonly outputTokens: number;
  readonly gpuHours: number;
  /** Part of the paid GPU time in which replicas computed. */
  readonly busyShare: number;
  /** USD; null where the plan has no price. */
  readonly cost: number | null;
}

export interface SimulatedFleet {
  readonly fleet: string;
  readonly started: number;
  readonly finished: number;
  readonly inFlight: number;
  readonly workflowsPerHour: number;
  readonly workflowSeconds: Percentiles | null;
}

/** `uncertain`: the plan lacks what `missing` names, and nothing was simulated. */
export type SimulationResult = SimulatedPlan | UncertainSimulation;

export interface UncertainSimulation {
  readonly verdict: 'uncertain';
  readonly stack: string;
  readonly missing: readonly string[];
}

export interface SimulatedPlan {
  readonly verdict: 'simulated';
  readonly stack: string;
  readonly hours: number;
  readonly seed: number;
  readonly fleets: readonly SimulatedFleet[];
  readonly roles: readonly SimulatedRole[];
  readonly pools: readonly SimulatedPoolResult[];
  readonly findings: readonly string[];
  readonly assumptions: readonly Assumption[];
}
