import { z } from 'zod';

/** A day, e.g. of a plan. */
export const isoDate = z.iso.date({ error: 'expected a date that exists, written as 2026-11-29' });

/** Day on which this release was written: a clock that is before it is wrong. */
const WRITTEN = '2026-12-01';
const DAY_MS = 86_400_000;

/**
 * The last day on which somebody can have looked at something: tomorrow, since the clock is that of UTC. What is not after it is never refused later, so that
 * a program that was accepted stays accepted.
 */
function lastSeen(): string {
  const tomorrow = new Date(Date.now() + DAY_MS).toISOString().slice(0, WRITTEN.length);
  return tomorrow > WRITTEN ? tomorrow : WRITTEN;
}

/** Whether a text is a day or a month that exists and is not in the future. */
export function isSeen(text: string): boolean {
  const day = /^\d{4}-\d{2}$/.test(text) ? `${text}-01` : text;
  return isoDate.safeParse(day).success && text <= lastSeen();
}

/** What a date has to be on which somebody looked. */
export const SEEN = 'a date that exists and is not in the future';

/** A day on which somebody looked, e.g. at a price. */
export const seenDate = isoDate.refine(isSeen, { error: `expected ${SEEN}: the day on which you looked` });
