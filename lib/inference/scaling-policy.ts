/** The contract between a workload that can be scaled and a policy that scales it. Each declares its own answers; neither knows the other's class. */
import type { EngineMetrics } from '../catalog/engines/engine-metrics';
import type { FirstTokenBounds } from '../catalog/engines/first-token-bounds';
import type { Change } from '../core/change';
import type { UnplacedFinding } from '../core/finding';
import { branded } from '../core/schema';
import type { SecretRef } from '../core/secret-ref';
import type { Cluster } from '../platform/cluster';
import type { ITaskQueue } from '../queues/contract';
import type { IScraped } from '../security/scraped';
import type { TerraformStack } from '../terraform/engine';

/** What a policy may know of a workload when it says what is wrong with itself: plain values. */
export interface ScaledWorkload {
  /** Name of the workload. */
  readonly name: string;
  /** Path under which the pods serve metrics; null where they serve none. */
  readonly metricsPath: string | null;
  /** Who writes the metrics, for messages, e.g. `vLLM 0.30.0`. */
  readonly metricsSource: string;
  /** Series by meaning, as Prometheus knows them; null or left out where the workload writes none, and a policy that needs it is to say so. */
  readonly metrics: Partial<EngineMetrics>;
  /** Seconds that the start of a replica may take, with its weights; null where it is not known. */
  readonly startupSeconds: number | null;
  /**
   * Replicas that are always there and that the scaled object does not own: what a policy counts for the whole workload it asks for less these. A policy that
   * does so says `countsFloor`.
   * @default 0
   */
  readonly floorReplicas?: number | undefined;
  /**
   * What the plan knows of its load.
   * @default - nothing: a policy whose props do not say what it needs is to refuse it
   */
  readonly load?: ScaledLoad | undefined;
}

/** The load of a workload by its plan, for policies that take their thresholds from it. */
export interface ScaledLoad {
  /** GPUs of one replica. */
  readonly gpusPerReplica: number;
  /** Seconds to the first token of the strictest latency class of the roles on it; null where nobody waits. */
  readonly firstTokenSeconds: number | null;
  /** What its histogram of first tokens can tell apart; null where that is not known. */
  readonly firstTokenBounds: FirstTokenBounds | null;
  /**
   * Replicas that the busiest hour of the day needs.
   * @default - not known: no role says how its day goes
   */
  readonly peakReplicas?: number | null;
  /** Tokens of a prompt that are computed, of the mean request; null where no role says how often it asks. */
  readonly promptTokens: number | null;
  /** Tokens of prompts of this length that one replica computes in a second; null where facts are missing. */
  prefillTokensPerSecond(promptTokens: number): number | null;
}

/** A workload that an autoscaler may own the replica count of. It is scraped: a signal that is not collected scales nothing. */
export interface IScalable extends IScraped, ScaledWorkload {
  readonly cluster: Cluster;
  readonly stack: TerraformStack;
  /** The scaled object, e.g. `{ apiVersion: 'apps/v1', kind: 'Deployment' }`; its name is that of the workload where none is given. */
  readonly scaleTarget: { readonly apiVersion: string; readonly kind: string; readonly name?: string };
  /** Label matchers that pick the series of this workload, e.g. `namespace="research",pod=~"planner-[0-9]+"`. */
  readonly metricSelector: string;
}

/** A workload that may have no replica at all. */
export interface SleepTerms {
  /** Signals that wake it and that exist while no pod runs, in words. */
  readonly wakesOn: readonly string[];
  /** What becomes of requests while it sleeps or wakes, in words. */
  readonly meanwhile: string;
  /**
   * Queue whose tasks alone wake it: whoever asks the workload takes its tasks from there, or puts them in.
   * @default - something else wakes it, or does so, too
   */
  readonly tasksOf?: ITaskQueue | undefined;
}

/**
 * Decides how many replicas a workload has. `Scaling.queueDepth()` is one; write your own by implementing this, and hold it against
 * `scalingPolicyProblems` of `cdktf-agent-fleet/testing`.
 */
export interface ScalingPolicy {
  /** Replicas that are always there, at least 1: the capacity plan counts on them. */
  readonly minReplicas: number;
  /**
   * How the workload sleeps; while it does it costs nothing, and while it is awake it has `minReplicas` at least.
   * @default - it never sleeps
   */
  readonly sleep?: SleepTerms | undefined;
  /**
   * Secrets that the autoscaler reads in the namespace of the workload, by what they are to it.
   * @default - none
   */
  readonly secrets?: Readonly<Record<string, SecretRef>>;
  /**
   * It scales a workload whose floor is an object of its own (`burstNodePools`), and asks for the replicas above `floorReplicas` alone.
   * @default false
   */
  readonly countsFloor?: boolean;
  /** Replicas at most; what a peak must fit into. */
  readonly maxReplicas: number;
  /** What is wrong with the policy itself, or with this target under it. Props are named as the user wrote them, from `scaling.` on. */
  findings(target: ScaledWorkload): readonly UnplacedFinding[];
  /**
   * The same policy with other bounds, so that repairs of the bounds can be tried.
   * @default - none: no repair of the bounds is offered
   */
  resized?(bounds: { readonly minReplicas: number; readonly maxReplicas: number }): ScalingPolicy;
  /**
   * The same policy after changes of its own props, named without `scaling.`, so that repairs of them can be tried; null where they are none of its
   * props, or its schema refuses them.
   * @default - none: of the props of the policy only the bounds can be repaired, where `resized` is there
   */
  changed?(changes: readonly Change[]): ScalingPolicy | null;
  /** Writes the objects that scale the target, once, while the target is constructed. */
  bind(target: IScalable): void;
}

/** `Scaling.queueDepth({ min: 1, max: 3 })` for an object that only says its bounds, under one of the names that they have elsewhere. */
function policyMeant(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const given = value as Readonly<Record<string, unknown>>;
  const [min, max] = [
    ['min', 'minReplicas', 'minReplicaCount'],
    ['max', 'maxReplicas', 'maxReplicaCount'],
  ].map((names) => names.map((name) => given[name]).find((count) => Number.isSafeInteger(count)));
  return max === undefined ? undefined : `Scaling.queueDepth({ min: ${min ?? 1}, max: ${max} })`;
}

/** Schema of a prop that takes a policy. */
export const scalingPolicySchema = branded<ScalingPolicy>(
  isScalingPolicy,
  'a Scaling, e.g. Scaling.queueDepth({ min: 1, max: 4 })',
  policyMeant,
);

/** Recognises a policy by what it can do, so that a user's own is one. */
export function isScalingPolicy(value: unknown): value is ScalingPolicy {
  if (typeof value !== 'object' || value === null) return false;
  const { minReplicas, maxReplicas, findings, bind } = value as Partial<Record<keyof ScalingPolicy, unknown>>;
  return (
    [minReplicas, maxReplicas].every((count) => typeof count === 'number') && [findings, bind].every((act) => typeof act === 'function')
  );
}
