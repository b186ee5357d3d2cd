/** What agents, routers, autoscalers and observability know of a pool. Nothing else of this room is their business. */

import type { IConstruct } from 'constructs';
import { brand, hasBrand } from '../core/brand';
import type { Cluster } from '../platform/cluster';
import type { DataPlace } from '../security/residency/data-place';
import type { IScraped } from '../security/scraped';
import type { IReachable } from '../security/workload';
import type { DemandSource } from './pool-demand';
import type { PoolView } from './pool-view';

/** A pool that serves a model. `InferencePool` is one. */
export interface IInferencePool extends IConstruct, IReachable, IScraped {
  readonly cluster: Cluster;
  /** Name of the Deployment and the Service. */
  readonly name: string;
  /** OpenAI-compatible address inside the cluster. */
  readonly url: string;
  /** Label matchers of its pods, without braces. */
  readonly metricSelector: string;
  /** Name that resolves to the address of every pod that is ready, for proxies that choose the pod themselves. Made when it is first asked for. */
  replicaHost(): string;
  /** Adds what a fleet asks of this pool. Demands of several fleets add up. */
  addDemand(source: DemandSource): void;
  /** The pool as plain values, with what fleets ask of it. One view holds until something is added to the app. */
  view(): PoolView;
  /**
   * Where prompts are worked on, and what else its pods reach.
   * @default - the nodes of its cluster, and nothing else
   */
  dataPlace?(): DataPlace;
}

export function brandPool(pool: IInferencePool): void {
  brand(pool, 'InferencePool');
}

/** Recognises pools by their brand, so that two copies of the library still agree. */
export function isInferencePool(value: unknown): value is IInferencePool {
  return hasBrand(value, 'InferencePool');
}
