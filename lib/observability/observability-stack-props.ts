import { z } from 'zod';
import { dnsLabel } from '../core/kubernetes/dns-label';
import { takesProps } from '../core/prop-homes';
import { branded } from '../core/schema';
import { shownText } from '../core/shown-text';
import { type Budget, budgetSchema } from '../economics/budget';
import { Cluster } from '../platform/cluster';
import { type Namespace, namespaceSchema } from '../security/namespace';
import { type IObservedFleet, isObservedFleet } from './observed-fleet';
import { type AlertThresholds, thresholdsSchema } from './thresholds';

/** Targets that alerts and the dashboard hold pools to. */
export interface ServiceLevels {
  /**
   * Time to first token that 95 of 100 requests must keep, seconds, by pool name.
   * @default - the target of the strictest latency class that a role on the pool has; none for background pools
   */
  readonly ttftSeconds?: Readonly<Record<string, number>>;
}

/** Props of what watches fleets: scraping, rules, dashboard. */
export interface ObservabilityStackProps {
  /** Cluster whose Prometheus and Grafana watch. */
  readonly cluster: Cluster;
  /**
   * Name of the PrometheusRule and the dashboard, independent of the id of the construct: with a name the id can change and everything on the cluster keeps
   * its name.
   * @default - the id of the construct
   */
  readonly name?: string;
  /** Fleets that are watched. */
  readonly fleets: readonly IObservedFleet[];
  /**
   * Write Grafana dashboards: fleet, agents and queues, plan against measured, nodes and cold starts.
   * @default true
   */
  readonly dashboards?: boolean;
  /**
   * Folder of the dashboard in Grafana.
   * @default 'Agent fleets'
   */
  readonly dashboardFolder?: string;
  /**
   * When alerts fire.
   * @default - KV cache 0.85 and 0.90, 5 and 10 waiting requests per replica, 80 % of the time-to-first-token target
   */
  readonly alerts?: AlertThresholds;
  /**
   * Targets of single pools.
   * @default - those of the latency classes
   */
  readonly slo?: ServiceLevels;
  /**
   * What the GPUs of these fleets may cost. Of `usdPerHour` an alert comes at 90 % and at the budget; of `usdPerMonth` when a month at the mean of the last
   * 7 days would cost 90 % of it, or all of it: before the money is spent.
   * @default - none: cost is recorded without an alert
   */
  readonly budget?: Budget;
  /**
   * Namespace of rules and dashboard: a name makes it, `Namespace.existing(…)` uses one.
   * @default - the namespace of the stack
   */
  readonly namespace?: string | Namespace;
}

export const observabilityStackSchema = z.strictObject({
  cluster: branded<Cluster>(Cluster.isCluster, 'a Cluster, e.g. Cluster.fromKubeconfig({ context })'),
  name: dnsLabel.optional(),
  fleets: z.array(branded<IObservedFleet>(isObservedFleet, "an AgentFleet, e.g. new AgentFleet(stack, 'research', …)")).min(1),
  dashboards: z.boolean().default(true),
  dashboardFolder: shownText('shown in Grafana').default('Agent fleets'),
  alerts: thresholdsSchema.prefault({}),
  slo: z.strictObject({ ttftSeconds: z.record(dnsLabel, z.number().positive().max(3_600)).optional() }).optional(),
  budget: budgetSchema.optional(),
  namespace: namespaceSchema.optional(),
});
takesProps('ObservabilityStack', observabilityStackSchema);

export interface ObservabilityStackSpec extends z.output<typeof observabilityStackSchema> {}
