/** Waiting for something to become true, with a deadline and a sentence about what never came. */

export const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

export interface WaitOptions {
  readonly seconds: number;
  /** @default 0.2 */
  readonly everySeconds?: number;
}

/** Asks until the answer is not undefined. */
export async function waitFor<T>(what: string, ask: () => Promise<T | undefined>, options: WaitOptions): Promise<T> {
  const deadline = Date.now() + options.seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${options.seconds} s`);
    await sleep((options.everySeconds ?? 0.2) * 1000);
  }
}

/** Asks until there is no problem left; the problems that remain at the deadline are the answer. */
export async function settle(ask: () => Promise<readonly string[]>, options: WaitOptions): Promise<readonly string[]> {
  const deadline = Date.now() + options.seconds * 1000;
  for (;;) {
    const problems = await ask();
    if (problems.length === 0 || Date.now() > deadline) return problems;
    await sleep((options.everySeconds ?? 0.3) * 1000);
  }
}
