/** What every pod with an image of the user may be told: the program that is started, and the room that it has for files. */
import { z } from 'zod';
import { freeText } from '../core/notion';
import { orToken } from '../core/prop-marks';
import { wholeNumber } from '../core/schema';

/** A program with its arguments, at least one word. */
export const startedWords = z.array(orToken(freeText('arguments of your own program', { empty: true }))).min(1);

/** More than the disks of a node. */
const MOST_SCRATCH_GIB = 100_000;

/** GiB of `/tmp`. */
export const scratchGiB = wholeNumber(1, MOST_SCRATCH_GIB);
