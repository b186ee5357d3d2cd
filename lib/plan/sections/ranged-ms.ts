import { z } from 'zod';
import { amount } from './amount';

/** A time in milliseconds with the range that nine of ten comparable runs keep. */
export const rangedMs = z.object({
  likely: amount.describe('milliseconds'),
  low: amount.describe('nine of ten comparable runs are between low and high'),
  high: amount.describe('the same as low where it was measured'),
});
