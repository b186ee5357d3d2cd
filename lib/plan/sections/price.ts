/** Money: USD per hour, and the price that it comes from. */
import { z } from 'zod';

/** USD; null when a price is unknown. */
export const money = z.number().nullable();

/** Schema of the price of a GPU in `fleet.plan.json`. */
export const priceSchema = z.object({
  usdPerGpuHour: z.number().describe('USD per GPU and hour'),
  provider: z.string().describe('who asks this price'),
  region: z.string().optional().describe('region in which the price holds; absent where it holds everywhere'),
  purchase: z.enum(['on-demand', 'spot', 'reserved']).describe('how the GPU is bought'),
  asOf: z.string().describe('ISO date at which the price was quoted'),
  ageDays: z.number().optional().describe('days from that date to `planDate` of the cluster; absent where no date was given'),
});

/** Schema of the price of tokens in `fleet.plan.json`. */
export const tokenPriceSchema = z.object({
  input: z.number().describe('USD for a million tokens of prompts'),
  output: z.number().describe('USD for a million tokens of answers'),
  cachedInput: z.number().describe('USD for a million tokens of prompts that are in the prefix cache'),
  asOf: z.string().describe('ISO date of the price list'),
});
