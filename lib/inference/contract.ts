/** What agents, routers, autoscalers and observability know of a pool. Nothing else of this room is their business. */

import type { IConstruct } from 'constructs';
import { brand, hasBrand } from '../core/brand';
import type { SecretRef } from '../core/secret-ref';
import type { Cluster } from '../platform/cluster';
import { connect } from '../security/network-edges';
import type { DataPlace } from '../security/residency/data-place';
import type { IScraped } from '../security/scraped';
import type { IReachable, Workload } from '../security/workload';
import type { StageProxyMetrics } from './engines/disaggregated';
import type { DemandSource } from './pool-demand';
import type { PoolView } from './pool-view';

/** A pool that serves a model. `InferencePool` is one, `InferencePool.fromExisting` another. */
export interface IInferencePool extends IConstruct {
  readonly cluster: Cluster;
  /** Name of the Deployment and the Service; of a pool that somebody else runs the id of the construct. */
  readonly name: string;
  /** OpenAI-compatible address inside the cluster. */
  readonly url: string;
  /**
   * Key that its engine asks for, in the namespace of the router.
   * @default - it answers whoever reaches it
   */
  readonly key?: SecretRef | undefined;
  /** Adds what a fleet asks of this pool. Demands of several fleets add up. */
  addDemand(source: DemandSource): void;
  /** The pool as plain values, with what fleets ask of it. One view holds until something is added to the app. */
  view(): PoolView;
  /**
   * Where prompts are worked on, and what else its pods reach.
   * @default - the nodes of its cluster, and nothing else
   */
  dataPlace?(): DataPlace;
  /**
   * Opens the way of a client to pods that somebody else runs.
   * @default - the app makes its pods (`IDeployedPool`), and both sides of the way are opened
   */
  admit?(client: Workload): void;
}

/** A pool whose pods the app makes. */
export interface IDeployedPool extends IInferencePool, IReachable, IScraped {
  /** Label matchers of its pods, without braces. */
  readonly metricSelector: string;
  /**
   * What clients reach in place of its pods, with the header by which it keeps a session on its replicas.
   * @default - its pods themselves
   */
  readonly door?: PoolDoor | undefined;
  /**
   * The pool of the replicas that compute its prompts.
   * @default - its own do
   */
  readonly prefill?: IDeployedPool | undefined;
  /** Name that resolves to the address of every pod that is ready, for proxies that choose the pod themselves. Made when it is first asked for. */
  replicaHost(): string;
}

/** A proxy of a pool of its own, before replicas of several kinds. */
export interface PoolDoor extends IReachable {
  readonly sessionHeader: string;
  /**
   * What Prometheus scrapes of it.
   * @default - it is watched elsewhere
   */
  readonly observed?: ObservedDoor | undefined;
}

/** Where the pods of such a proxy serve metrics, and what these are called. */
export interface ObservedDoor {
  readonly scraped: IScraped;
  readonly metrics: StageProxyMetrics;
}

/** Whether the app makes the pods of a pool. */
export const isDeployed = (pool: IInferencePool): pool is IDeployedPool => 'workload' in pool;

/** The pools of a list whose pods the app makes, with those of the replicas that compute their prompts. */
export const deployedPools = (pools: readonly IInferencePool[]): readonly IDeployedPool[] =>
  pools.filter(isDeployed).flatMap((pool) => (pool.prefill === undefined ? [pool] : [pool, pool.prefill]));

/** Lets a client call a pool, whoever runs it. */
export function connectToPool(client: Workload, pool: IInferencePool): void {
  if (isDeployed(pool)) connect(client, pool.door ?? pool);
  else pool.admit?.(client);
}

export function brandPool(pool: IInferencePool): void {
  brand(pool, 'InferencePool');
}

/** Recognises pools by their brand, so that two copies of the library still agree. */
export function isInferencePool(value: unknown): value is IInferencePool {
  return hasBrand(value, 'InferencePool');
}
