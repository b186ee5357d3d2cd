/** Specs that take the place of those of their constructs while a repair is tried. */
import type { Recorded } from './recorded';

export interface SpecTrial {
  /** By construct. */
  readonly specs: ReadonlyMap<object, unknown>;
  /** What was computed for these specs, by the function that computes it once. It ends with the trial. */
  readonly values: Map<() => unknown, Recorded<unknown>>;
}

let running: SpecTrial | undefined;

export const trialNow = (): SpecTrial | undefined => running;

/** Computes something as it would be with other specs. Whatever reads none of them is not computed again. */
export function withSpecs<T>(specs: ReadonlyMap<object, unknown>, compute: () => T): T {
  const outer = running;
  running = { specs, values: new Map() };
  try {
    return compute();
  } finally {
    running = outer;
  }
}
