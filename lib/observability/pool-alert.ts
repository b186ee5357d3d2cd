import type { ObservedPool } from './observed-pool';
import type { AlertRule, AlertSeverity } from './rule';

/** What an alert says, but for the pool that it is about. */
export interface PoolAlert {
  readonly name: string;
  readonly severity: AlertSeverity;
  readonly expr: string;
  readonly for: string;
  readonly summary: string;
  readonly description: string;
}

export function alert(pool: ObservedPool, spec: PoolAlert): AlertRule {
  return {
    alert: `AgentFleet${spec.name}`,
    expr: spec.expr,
    for: spec.for,
    labels: { severity: spec.severity, namespace: pool.namespace, pool: pool.name },
    annotations: { summary: `${pool.namespace}/${pool.name}: ${spec.summary}`, description: spec.description },
  };
}

/** Products of decimals such as 0.5 × 0.8 carry binary rounding that makes rules hard to read. */
export const round = (value: number): number => Number(value.toPrecision(12));
