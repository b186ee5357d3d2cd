import { QueueDepthScaling } from './queue-depth';
import type { QueueDepthProps } from './queue-depth-props';
import type { ScheduleWindow } from './schedule-props';
import { type WindowsByHourProps, windowsByHour } from './windows-by-hour';

/** Ways to scale a pool. */
export class Scaling {
  /**
   * More replicas when requests wait, fewer when they do not. Needs KEDA and a Prometheus that scrapes the pool.
   * @throws FleetSpecError when a prop is malformed.
   */
  static queueDepth(props: QueueDepthProps): QueueDepthScaling {
    return new QueueDepthScaling(props);
  }

  /**
   * Windows for `schedule` of a policy out of replicas by hour, with headroom.
   * @example
   * windows: Scaling.windowsByHour({ replicasByHour: [1, 1, 1, 1, 1, 1, 2, 4, 6, 6, 6, 6, 6, 6, 6, 6, 4, 4, 2, 2, 1, 1, 1, 1], min: 2 })
   * @throws FleetSpecError when a prop is malformed.
   */
  static windowsByHour(props: WindowsByHourProps): Readonly<Record<string, ScheduleWindow>> {
    return windowsByHour(props);
  }

  private constructor() {}
}
