import type { ScaledWorkload } from '../inference/scaling-policy';
import type { QueueDepthSpec } from './queue-depth-props';

/** A queue-depth policy and what it scales: what its rules look at. */
export interface QueueDepthView {
  readonly spec: QueueDepthSpec;
  readonly target: ScaledWorkload;
}
