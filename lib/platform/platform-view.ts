import type { CustomObjectName } from '../terraform/custom-objects';
import type { Operator, OperatorId } from './operators/operator';

/** An operator that a platform installs, and where the scaling of the cluster looks for metrics. */
export interface InstalledOperator {
  readonly operator: Pick<Operator, 'id' | 'prop' | 'namespace' | 'relied' | 'overrides' | 'releaseName'>;
  readonly prometheusUrl: string;
  /** Props of the platform for what the cluster has itself. */
  readonly brings: readonly string[];
}

/** A Prometheus that the cluster has already. */
export interface SelectingPrometheus {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Labels by which its operator selects; undefined where nobody says. */
  readonly monitorLabels: Readonly<Record<string, string>> | undefined;
  /** Monitors and rules of the app on the cluster, e.g. `PodMonitor research/planner`. */
  readonly objects: readonly string[];
}

/** An operator that a platform declares absent. */
export interface AbsentOperator {
  readonly id: OperatorId;
  /** Prop of the platform. */
  readonly prop: string;
  /** What to type so that it is installed. */
  readonly install: string;
  /** Objects on the cluster that it would work on. */
  readonly orphans: readonly CustomObjectName[];
}

/** An operator with where a platform installs it. */
export interface PlacedOperator {
  readonly id: OperatorId;
  readonly namespace: string;
  /** Prop of the platform. */
  readonly prop: string;
  /** Path of the platform. */
  readonly platform: string;
}

/** An operator that a workload opens the network to. */
export interface ReachedOperator {
  readonly placed: PlacedOperator;
  /** Namespace that the network is opened to. */
  readonly namespace: string;
  /** Prop that names it. */
  readonly prop: string;
}
