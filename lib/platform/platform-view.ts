import type { CustomObjectName } from '../terraform/custom-objects';
import type { Operator, OperatorId } from './operators/operator';

/** An operator that a platform installs, and where the scaling of the cluster looks for metrics. */
export interface InstalledOperator {
  readonly operator: Pick<Operator, 'id' | 'prop' | 'namespace' | 'relied' | 'overrides' | 'releaseName'>;
  readonly prometheusUrl: string;
  /** Props of the platform for what the cluster has itself. */
  readonly brings: readonly string[];
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
