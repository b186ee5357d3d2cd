/** How long a pod of agents that is stopped may finish what it has begun. */
import type { Delivery } from '../queues/contract';
import { UNKNOWN_VISIBILITY_SECONDS } from '../queues/delivery';

/** What every pod has; assumed: calls of tools and stores end within it. */
export const LEAST_GRACE_SECONDS = 60;
/** Whoever empties a node waits no longer: an hour for GKE's upgrades (cloud.google.com, extended-duration pods, read 2026-12-01). */
const MOST_WORKER_SECONDS = 3600;
/** Pods that callers reach; the cluster autoscaler waits no longer by default (`--max-graceful-termination-sec`). */
const MOST_SERVING_SECONDS = 600;

/** A worker has as long as its queue waits for it: afterwards another one gets the task anyway. */
export const workerGraceSeconds = (delivery: Delivery | undefined): number =>
  between(delivery?.visibilitySeconds ?? UNKNOWN_VISIBILITY_SECONDS, MOST_WORKER_SECONDS);

/** Agents that are called have as long as one of their own requests may take, at any load: it changes with no demand. */
export const servingGraceSeconds = (requestSeconds: number | null): number => between(Math.ceil(requestSeconds ?? 0), MOST_SERVING_SECONDS);

const between = (seconds: number, most: number): number => Math.min(most, Math.max(LEAST_GRACE_SECONDS, seconds));
