import { QueueDepthScaling } from './queue-depth';
import type { QueueDepthProps } from './queue-depth-props';

/** Ways to scale a pool. */
export class Scaling {
  /**
   * More replicas when requests wait, fewer when they do not. Needs KEDA and a Prometheus that scrapes the pool.
   * @throws FleetSpecError when a prop is malformed.
   */
  static queueDepth(props: QueueDepthProps): QueueDepthScaling {
    return new QueueDepthScaling(props);
  }

  private constructor() {}
}
