/** One thing that is tried with keys and budgets. */
import type { Files, Wanted } from './emitted';
import type { Instances } from './instances';

export interface SpendPlay {
  readonly at: Instances;
  readonly wanted: Wanted;
  readonly files: Files;
}

export interface SpendAct {
  readonly name: string;
  readonly expect: (play: SpendPlay) => Promise<string>;
}
