import { z } from 'zod';
import { wholeNumber } from '../core/schema';
import { type EnvelopeProps, envelopeShape } from './envelope-props';

/** Props of a warm floor that grows by its GPUs. */
export interface WarmFloorProps extends EnvelopeProps {
  /**
   * Waiting requests that one GPU may have; a replica of two GPUs may have twice as many.
   * @default 10
   */
  readonly waitingPerGpu?: number;
}

export const warmFloorSchema = z.strictObject({ ...envelopeShape, waitingPerGpu: wholeNumber(1, 100_000).default(10) });
