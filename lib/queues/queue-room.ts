/** What a full queue takes, and which streams lie in one store together. */

/** A queue as whatever holds it sees it. */
export interface HeldQueue {
  readonly name: string;
  /** Tasks that wait or are worked on at most. */
  readonly maxLength: number;
  readonly deadLettersKept: number;
  /** Longest task, bytes; undefined where it is not known. */
  readonly maxTaskBytes: number | undefined;
}

/** The shortest entry of a stream, with one field of one byte (measured on Redis 7.0.15, 200,000 entries, 2026-11-29). */
export const LEAST_TASK_BYTES = 13;

/** At the longest task, or at the shortest that there is where nobody says how long they are. */
export const bytesOf = ({ maxLength, deadLettersKept, maxTaskBytes = LEAST_TASK_BYTES }: HeldQueue): number =>
  (maxLength + deadLettersKept) * maxTaskBytes;

const STREAMS = new WeakMap<object, Map<string, () => HeldQueue>>();

/** @param path of the queue */
export function holdStream(store: object, path: string, queue: () => HeldQueue): void {
  STREAMS.set(store, (STREAMS.get(store) ?? new Map<string, () => HeldQueue>()).set(path, queue));
}

/** The other streams of a store. */
export const streamsBeside = (store: object, path: string): HeldQueue[] =>
  [...(STREAMS.get(store) ?? [])].filter(([other]) => other !== path).map(([, queue]) => queue());
