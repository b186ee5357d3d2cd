/** What tokens cost at whoever serves them: a provider, or another team. */
import { z } from 'zod';
import { seenDate } from '../core/iso-date';
import { MOST_USD_PER_UNIT } from './budget';

/** USD per million tokens. */
export interface TokenCosts {
  readonly input: number;
  readonly output: number;
  /**
   * Prompt tokens that the engine found in its prefix cache.
   * @default - the same as input
   */
  readonly cachedInput?: number;
}

/** USD per million tokens, as whoever serves them asks on a day. */
export interface DatedTokenCosts extends TokenCosts {
  /** Date of the price list, ISO. */
  readonly asOf: string;
}

const usdPerMillion = z.number().nonnegative().max(MOST_USD_PER_UNIT);
const shape = { input: usdPerMillion, output: usdPerMillion, cachedInput: usdPerMillion.optional() };

export const tokenCostsSchema = z.strictObject(shape);
export const datedTokenCostsSchema = z.strictObject({ ...shape, asOf: seenDate });
