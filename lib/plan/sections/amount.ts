/** Numbers of a plan: nobody counts less than nothing, and what is added up and multiplied stays a number. */
import { z } from 'zod';

const MOST = 1e15;

/** Counts, sizes, times and money. */
export const amount = z.number().min(0).max(MOST);

/** What is left over, and what a change adds or takes away. */
export const signedAmount = z.number().min(-MOST).max(MOST);
