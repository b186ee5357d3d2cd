import { changedProps } from '../core/apply-changes';
import type { Change } from '../core/change';
import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import { parseProps } from '../core/schema';
import type { IScalable, ScaledWorkload, ScalingPolicy } from '../inference/scaling-policy';
import { scrapePods } from '../platform/pod-monitor';
import { CustomObjects } from '../terraform/custom-objects';
import { type QueueDepthProps, type QueueDepthSpec, queueDepthSchema } from './queue-depth-props';
import { QUEUE_DEPTH_RULES } from './rules';
import { scaledObject, waitingSeries } from './scaled-object';

/**
 * Scaling on waiting requests. Utilization is not a signal for serving: a GPU at 70 % with a growing queue is already late,
 * and the queue says so first.
 */
export class QueueDepthScaling implements ScalingPolicy {
  /** What was asked for, with defaults. */
  readonly spec: QueueDepthSpec;
  readonly minReplicas: number;
  readonly maxReplicas: number;

  /** @throws FleetSpecError when a prop is malformed. Bounds that contradict each other are findings of the pool. */
  constructor(props: QueueDepthProps) {
    this.spec = parseProps(queueDepthSchema, props, { path: 'Scaling.queueDepth', className: 'Scaling.queueDepth' });
    // A floor of 0 is refused below; the capacity of the pool is still judged, as if the floor were 1.
    this.minReplicas = Math.max(1, this.spec.min);
    this.maxReplicas = Math.max(this.minReplicas, this.spec.max);
  }

  findings(target: ScaledWorkload): readonly UnplacedFinding[] {
    return evaluateRules(QUEUE_DEPTH_RULES, { spec: this.spec, target });
  }

  resized({ minReplicas, maxReplicas }: { readonly minReplicas: number; readonly maxReplicas: number }): ScalingPolicy {
    return new QueueDepthScaling({ ...this.spec, min: minReplicas, max: maxReplicas });
  }

  changed(changes: readonly Change[]): ScalingPolicy | null {
    const props = changedProps(queueDepthSchema, this.spec, changes);
    return props === null ? null : new QueueDepthScaling(props);
  }

  bind(target: IScalable): void {
    // Refused by the finding; there is no query to write.
    if (waitingSeries(target) === null) return;
    const { name, namespace } = target.workload;
    const objects = CustomObjects.of(target.stack, namespace);
    objects.add(`scaled-object-${name}`, () => scaledObject(target, this.spec));
    scrapePods(target);
  }
}
