/** What a pool needs to know of its scaling: the bounds, and somebody who writes the objects. Each policy declares its own answers. */
import type { UnplacedFinding } from '../core/finding';
import type { Cluster } from '../platform/cluster';
import type { IScraped } from '../security/scraped';
import type { TerraformStack } from '../terraform/engine';

/** A workload that an autoscaler may own the replica count of. It is scraped: a signal that nobody collects scales nothing. */
export interface IScalable extends IScraped {
  readonly cluster: Cluster;
  readonly stack: TerraformStack;
  /** Kind of the scaled object, e.g. `Deployment`. */
  readonly targetKind: 'Deployment' | 'StatefulSet';
  /** Label matchers that pick the engine's series of this workload, e.g. `namespace="research",pod=~"planner-.*"`. */
  readonly metricSelector: string;
  /** Series that counts the requests waiting for a slot. */
  readonly waitingMetric: string;
}

export interface ScalingPolicy {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** What is wrong with the policy itself. */
  findings(): readonly UnplacedFinding[];
  /** Writes the objects that scale the target. */
  bind(target: IScalable): void;
}

const BRAND = Symbol.for('cdktf-agent-fleet.ScalingPolicy');

export function brandScalingPolicy(policy: object): void {
  Object.defineProperty(policy, BRAND, { value: true });
}

export function isScalingPolicy(value: unknown): value is ScalingPolicy {
  return typeof value === 'object' && value !== null && BRAND in value;
}
