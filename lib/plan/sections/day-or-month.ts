/** The date of a price in `fleet.plan.json`. */
import { z } from 'zod';

const MONTH_LETTERS = 'yyyy-mm'.length;
const DAY_OR_MONTH = { error: 'expected a day or month that there is, written as 2026-11-29 or 2026-11' };

/** A day, or a month where no more is known, e.g. of a list of prices. */
export const isoDayOrMonth = z
  .string()
  .regex(/^\d{4}-\d{2}(-\d{2})?$/, DAY_OR_MONTH)
  .refine((text) => z.iso.date().safeParse(text.length === MONTH_LETTERS ? `${text}-01` : text).success, DAY_OR_MONTH);
