import type { LatencyClass } from '../catalog/latency-class';
import type { HeldTargets } from '../catalog/latency-targets';
import type { IInferencePool } from '../inference/contract';
import type { ObservedTasks } from '../queues/contract';
import type { IRouter } from '../routing/contract';
import type { ObservedStateStore, ObservedStore, ObservedVectorStore } from '../stores/contract';
import { type IObservedGpuService, isObservedGpuService } from './observed-gpu-service';

/** The workload of agents. */
export interface ObservedAgents {
  /** Name of the Deployment. */
  readonly name: string;
  readonly namespace: string;
  /** The object by which KEDA scales them on a queue; null where it does not. */
  readonly scaledObject: string | null;
  /**
   * Tasks that they work on.
   * @default - none, or not known: no alert is about them
   */
  readonly queue?: ObservedTasks | null | undefined;
}

/** What an API would take for the work of a pool. */
export interface ApiInstead {
  /** As the role or the router names it. */
  readonly api: string;
  /** Prompts, cached prompts and answers as the plan mixes them. */
  readonly usdPerMillionTokens: number;
}

/** What can be observed: pools, how long users wait for each, and the router before them. `AgentFleet` is one. */
export interface IObservedFleet {
  readonly name: string;
  /** Pools that serve the fleet, each once. */
  pools(): readonly IInferencePool[];
  /** The strictest latency class of the roles on a pool. */
  latencyOf(pool: IInferencePool): LatencyClass;
  /**
   * An API that could do all of the work of a pool; null where none is named or several roles share it.
   * @default - none is known: a pool is told as little used by how busy its GPUs are
   */
  apiInsteadOf?(pool: IInferencePool): ApiInstead | null;
  /**
   * Of each latency target the strictest that a role on a pool asks.
   * @default - as the class of `latencyOf` asks
   */
  latencyTargetsOf?(pool: IInferencePool): HeldTargets;
  /**
   * Whether the steps of its agents can be followed.
   * @default - not known, so nothing is said of it
   */
  readonly traced?: boolean | undefined;
  /**
   * Its agents, as Kubernetes counts them.
   * @default - not known: no panel shows them
   */
  readonly agents?: ObservedAgents | undefined;
  /**
   * Session stores of its agents.
   * @default - none, or not known: no alert is about them
   */
  readonly stores?: readonly ObservedStore[] | undefined;
  /**
   * State stores of its agents, each with its pooler.
   * @default - none, or not known: no alert is about them
   */
  readonly stateStores?: readonly ObservedStateStore[] | undefined;
  /**
   * Vector stores of its agents.
   * @default - none, or not known: no alert is about them
   */
  readonly vectorStores?: readonly ObservedVectorStore[] | undefined;
  /**
   * Tools on GPUs that its agents use, themselves or through others, e.g. each a `GpuService`.
   * @default - none, or not known: no alert is about them
   */
  readonly gpuServices?: readonly IObservedGpuService[] | undefined;
  /** Router between agents and pools, where it serves metrics. */
  readonly router?: Pick<IRouter, 'observed'> | undefined;
}

export function isObservedFleet(value: unknown): value is IObservedFleet {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    'pools' in value &&
    typeof value.pools === 'function' &&
    'latencyOf' in value &&
    typeof value.latencyOf === 'function' &&
    hasTargets(value) &&
    hasTools(value)
  );
}

const hasTargets = (value: object): boolean =>
  !('latencyTargetsOf' in value) || value.latencyTargetsOf === undefined || typeof value.latencyTargetsOf === 'function';

function hasTools(value: object): boolean {
  const { gpuServices = [] } = value as { readonly gpuServices?: unknown };
  return Array.isArray(gpuServices) && gpuServices.every(isObservedGpuService);
}
