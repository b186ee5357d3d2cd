import type { AnySignalProps } from './any-signal-props';
import type { BatchScalingProps } from './batch-props';
import type { LatencyScalingProps } from './latency-props';
import type { QueueDepthProps } from './queue-depth-props';
import { ANY, BATCH, LATENCY, QUEUE_DEPTH, TOKEN, WARM_FLOOR } from './scaling-kinds';
import type { ScheduleWindow } from './schedule-props';
import { SignalScaling } from './signal-scaling';
import type { TokenScalingProps } from './tokens-props';
import type { WarmFloorProps } from './warm-floor-props';
import { type WindowsByHourProps, windowsByHour } from './windows-by-hour';

/** Ways to scale a pool. All need KEDA and a Prometheus that scrapes the pool. */
export class Scaling {
  /**
   * More replicas when requests wait, fewer when they do not.
   * @example
   * Scaling.queueDepth({ min: 2, max: 8 })
   * @throws FleetSpecError when a prop is malformed.
   */
  static queueDepth(props: QueueDepthProps): SignalScaling {
    return new SignalScaling(QUEUE_DEPTH, props);
  }

  /**
   * The same by GPU: ten waiting requests for each, so that replicas of several GPUs start as late as their size allows.
   * @example
   * Scaling.warmFloor({ min: 2, max: 8 })
   * @throws FleetSpecError when a prop is malformed.
   */
  static warmFloor(props: WarmFloorProps): SignalScaling {
    return new SignalScaling(WARM_FLOOR, props);
  }

  /**
   * More replicas when first tokens come late, or requests wait. Needs an engine with a histogram of first tokens, and a role with a latency class or
   * `ttftSeconds`.
   * @example
   * Scaling.latency({ min: 2, max: 8 })
   * @throws FleetSpecError when a prop is malformed.
   */
  static latency(props: LatencyScalingProps): SignalScaling {
    return new SignalScaling(LATENCY, props);
  }

  /**
   * More replicas when the prompts that wait take too long to compute, or the KV cache is nearly full, by the numbers of the plan.
   * @example
   * Scaling.tokens({ min: 2, max: 8 })
   * @throws FleetSpecError when a prop is malformed.
   */
  static tokens(props: TokenScalingProps): SignalScaling {
    return new SignalScaling(TOKEN, props);
  }

  /**
   * Replicas while there are tasks in a queue, and none while there are none. For roles that nobody waits for; tasks wait while the model loads.
   * @example
   * Scaling.batch({ queue: TaskQueue.redisStream(stack, 'tasks', { cluster, store }), max: 4 })
   * @throws FleetSpecError when a prop is malformed.
   */
  static batch(props: BatchScalingProps): SignalScaling {
    return new SignalScaling(BATCH, props);
  }

  /**
   * Several signals in one policy: the one that asks for the most replicas wins, and replicas go when none needs them.
   * @example
   * Scaling.any({ min: 2, max: 8, signals: ['queue', 'latency', 'tokens'] })
   * @throws FleetSpecError when a prop is malformed.
   */
  static any(props: AnySignalProps): SignalScaling {
    return new SignalScaling(ANY, props);
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
