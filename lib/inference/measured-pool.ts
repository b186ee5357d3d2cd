import type { MeasuredLatency } from '../capacity/latency/estimate-latency';

/** What was measured on one replica of a pool, and for how long. `agent-fleet measure` prints it. */
export interface MeasuredPool extends MeasuredLatency {
  /**
   * Days of traffic that it was measured over. It changes no estimate; reservations ask for 30 (AF-ELA-010).
   * @default - not said
   */
  readonly days?: number;
}
