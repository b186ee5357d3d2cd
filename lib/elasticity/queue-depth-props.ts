import { z } from 'zod';
import { wholeNumber } from '../core/schema';
import { type EnvelopeProps, envelopeShape } from './envelope-props';

/** Props of scaling on waiting requests. */
export interface QueueDepthProps extends EnvelopeProps {
  /**
   * Waiting requests that one replica may have; above it another replica starts.
   * @default 5
   */
  readonly waitingPerReplica?: number;
}

export const waitingShape = { waitingPerReplica: wholeNumber(1, 100_000).default(5) };

export const queueDepthSchema = z.strictObject({ ...envelopeShape, ...waitingShape });

export interface QueueDepthSpec extends z.output<typeof queueDepthSchema> {}
