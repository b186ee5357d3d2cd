import { z } from 'zod';

/** A day, e.g. of a price. */
export const isoDate = z.iso.date({ error: 'expected a date that exists, written as 2026-11-29' });
