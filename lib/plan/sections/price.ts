/** Money: USD per hour, and the price that it comes from. */
import { z } from 'zod';
import { amount } from './amount';
import { isoDayOrMonth } from './day-or-month';

/** USD; null when a price is unknown. */
export const money = amount.nullable();

/** Schema of the price of a GPU in `fleet.plan.json`. */
export const priceSchema = z.object({
  usdPerGpuHour: amount.describe('USD per GPU and hour'),
  provider: z.string().describe('who asks this price'),
  region: z.string().optional().describe('region in which the price holds; absent where it holds everywhere'),
  purchase: z.enum(['on-demand', 'spot', 'reserved']).describe('how the GPU is bought'),
  asOf: isoDayOrMonth.describe('ISO date at which the price was quoted'),
  ageDays: amount.optional().describe('days from that date to `planDate` of the cluster; absent where no date was given'),
});

/** Schema of the price of tokens in `fleet.plan.json`. */
export const tokenPriceSchema = z.object({
  input: amount.describe('USD for a million tokens of prompts'),
  output: amount.describe('USD for a million tokens of answers'),
  cachedInput: amount.describe('USD for a million tokens of prompts that are in the prefix cache'),
  asOf: isoDayOrMonth.describe('ISO date of the price list'),
});
