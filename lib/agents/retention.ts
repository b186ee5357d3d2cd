import { z } from 'zod';
import { MOST } from '../capacity/limits';
import { brand, hasBrand } from '../core/brand';
import { parseProps } from '../core/schema';

/** How much of what was computed is found again, by its kind. */
export type RetainedCache = { readonly seconds: number } | { readonly share: number };

const secondsSchema = z.strictObject({ seconds: z.number().nonnegative().max(MOST) });
const shareSchema = z.strictObject({ share: z.number().min(0).max(1) });

/**
 * What becomes of the KV cache of a conversation between its turns.
 *
 * @example
 * { conversations: { …, thinkSeconds: 30, kept: Retention.seconds(60) } }
 */
export class Retention {
  /**
   * The cache of an idle conversation is kept for a number of seconds and then dropped.
   * @throws FleetSpecError AF-SPEC-001 when it is not a number of at least 0.
   */
  static seconds(seconds: number): Retention {
    return new Retention(parseProps(secondsSchema, { seconds }, at('seconds')));
  }

  /**
   * So large a share of the conversations that return still finds its cache, 0 … 1, e.g. as you measured it.
   * @throws FleetSpecError AF-SPEC-001 when it is not a number from 0 to 1.
   */
  static share(share: number): Retention {
    return new Retention(parseProps(shareSchema, { share }, at('share')));
  }

  /** Recognises it by its brand, so that two copies of the library agree. */
  static isRetention(value: unknown): value is Retention {
    return hasBrand(value, 'Retention');
  }

  private constructor(readonly retained: RetainedCache) {
    brand(this, 'Retention');
    Object.freeze(this);
    Object.freeze(retained);
  }
}

const at = (factory: string) => ({ path: `Retention.${factory}`, className: `Retention.${factory}` });
