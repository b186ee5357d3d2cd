import { z } from 'zod';
import type { MeasuredLatency } from '../capacity/latency/estimate-latency';
import { MOST } from '../capacity/limits';
import { wholeNumber } from '../core/schema';

/** What was measured on one replica of a pool, and for how long. `agent-fleet measure` prints it. */
export interface MeasuredPool extends MeasuredLatency {
  /**
   * Days of traffic that it was measured over. It changes no estimate; reservations ask for 30 (AF-ELA-010).
   * @default - not said
   */
  readonly days?: number;
}

export const measuredSchema = z
  .strictObject({
    ttftMs: z.number().positive().max(MOST).optional(),
    tpotMs: z.number().positive().max(MOST).optional(),
    tokensPerSecond: z.number().positive().max(MOST).optional(),
    atConcurrency: wholeNumber(1).optional(),
    days: wholeNumber(1, 3_650).optional(),
  })
  .refine(({ ttftMs, tpotMs, tokensPerSecond }) => [ttftMs, tpotMs, tokensPerSecond].some((value) => value !== undefined), {
    error: 'expected ttftMs, tpotMs or tokensPerSecond',
  });
