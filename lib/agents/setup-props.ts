/** What runs once before the pods of a runtime start. */
import { z } from 'zod';
import { wholeNumber } from '../core/schema';
import { startedWords } from './started-props';

/**
 * A program of the runtime's image that ends before its pods start, e.g. `setup()` of LangGraph's checkpointer. It runs again for another image, other arguments or another environment, so
 * it must change nothing where its work is done already.
 */
export interface RuntimeSetup {
  /**
   * Program in place of the entry point of the image; each word takes a Terraform token.
   * @default - the entry point of the image
   */
  readonly command?: readonly string[];
  /**
   * Arguments of the program, e.g. `['python', 'agents.py', 'setup']`; each takes a Terraform token.
   * @default - none with a `command`, else those of the image
   */
  readonly args?: readonly string[];
  /**
   * Further attempts after one that failed, e.g. while a database is being made. The pauses between them double from ten seconds up to six minutes.
   * @default 6
   */
  readonly retries?: number;
  /**
   * Minutes for all attempts together. Terraform waits as long, and fails where the program has not succeeded by then.
   * @default 20
   */
  readonly timeoutMinutes?: number;
}

export const DEFAULT_RETRIES = 6;
const MOST_RETRIES = 50;
export const DEFAULT_TIMEOUT_MINUTES = 20;

/** Kubernetes, "Jobs", "Pod backoff failure policy": 10 s, 20 s, 40 s …, capped at six minutes. */
const FIRST_PAUSE_SECONDS = 10;
const LONGEST_PAUSE_SECONDS = 360;

const pausesSeconds = (retries: number): number =>
  Array.from({ length: retries }, (_, index) => Math.min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** index)).reduce(
    (sum, pause) => sum + pause,
    0,
  );

interface Timed {
  readonly retries?: number | undefined;
  readonly timeoutMinutes?: number | undefined;
}

/** Retries that would never be made. */
function hasTimeForRetries({ retries = DEFAULT_RETRIES, timeoutMinutes = DEFAULT_TIMEOUT_MINUTES }: Timed, context: z.RefinementCtx): void {
  // What is out of its bounds is told as that.
  if (!(retries >= 0 && retries <= MOST_RETRIES)) return;
  const least = Math.ceil(pausesSeconds(retries) / 60);
  if (timeoutMinutes >= least) return;
  const message = `expected at least ${least}: the pauses between ${retries + 1} attempts take as long`;
  context.addIssue({ code: 'custom', path: ['timeoutMinutes'], message });
}

export const runtimeSetupSchema = z
  .strictObject({
    command: startedWords.optional(),
    args: startedWords.optional(),
    retries: wholeNumber(0, MOST_RETRIES).optional(),
    timeoutMinutes: wholeNumber(1, 1_440).optional(),
  })
  .refine(({ command, args }) => command !== undefined || args !== undefined, {
    error: "expected command or args: what to run, e.g. args: ['python', 'agents.py', 'setup']",
    path: ['args'],
  })
  .superRefine(hasTimeForRetries);

export interface CheckedSetup extends z.output<typeof runtimeSetupSchema> {}
