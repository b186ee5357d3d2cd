/** What the dashboard shows: plain values, no builder and no construct. */
import type { ObservedPool } from '../observed-pool';
import type { Thresholds } from '../thresholds';

export interface DashboardView {
  /** Name of the observability stack. */
  readonly name: string;
  /** Path of its scope with its name; makes the identity of the dashboard. */
  readonly path: string;
  readonly fleets: readonly string[];
  readonly pools: readonly ObservedPool[];
  /** Routers whose failed requests are recorded. */
  readonly routers: readonly { readonly name: string; readonly namespace: string; readonly saysWhy: boolean }[];
  readonly thresholds: Thresholds;
}
