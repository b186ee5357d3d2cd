import { z } from 'zod';
import { parseProps } from '../core/schema';
import { fromGiB } from '../core/units';

/** Slowest download that is planned for, bytes per second; cold starts of 70B models without a cache, as people publish them, imply about this. Assumed. */
const SLOWEST_BYTES_PER_SECOND = 100e6;
/** Seconds between two probes; a start that ends between two of them is seen at the next. */
const STEP_SECONDS = 10;

/** What has to happen before a replica answers. */
export interface Startup {
  /** Size of what is downloaded or read, GiB; null where it is not known. */
  readonly checkpointGiB: number | null;
  /** Start of the container, compilation and graph capture, seconds. */
  readonly engineSeconds: number;
  /** No start is given less, seconds. */
  readonly leastSeconds: number;
  /**
   * At which rate the checkpoint arrives, bytes per second.
   * @default 100_000_000, assumed
   */
  readonly bytesPerSecond?: number;
}

const startupSchema = z.strictObject({
  checkpointGiB: z.number().min(0).max(1_000_000).nullable(),
  engineSeconds: z.number().min(0).max(1_000_000),
  leastSeconds: z.number().min(0).max(1_000_000),
  bytesPerSecond: z.number().positive().optional(),
});

/**
 * Seconds that a start may take before it counts as failed: checkpoint ÷ rate + start of the engine, at least `leastSeconds`, in steps of ten.
 *
 * A checkpoint whose size is not known counts as nothing, so that `leastSeconds` has to cover it.
 *
 * @throws FleetSpecError AF-SPEC-001 when an argument is malformed.
 */
export function startupSeconds(startup: Startup): number {
  parseProps(startupSchema, startup, { path: 'startupSeconds', className: 'startupSeconds' });
  return startupSecondsOf(startup);
}

/** The same for figures of the catalog. */
export function startupSecondsOf({
  checkpointGiB,
  engineSeconds,
  leastSeconds,
  bytesPerSecond = SLOWEST_BYTES_PER_SECOND,
}: Startup): number {
  const loadSeconds = fromGiB(checkpointGiB ?? 0) / bytesPerSecond;
  return Math.ceil(Math.max(leastSeconds, loadSeconds + engineSeconds) / STEP_SECONDS) * STEP_SECONDS;
}
