import { z } from 'zod';

/** A time in milliseconds with the range that nine of ten comparable runs keep. */
export const rangedMs = z.object({
  likely: z.number().describe('milliseconds'),
  low: z.number().describe('nine of ten comparable runs are between low and high'),
  high: z.number().describe('the same as low where it was measured'),
});
