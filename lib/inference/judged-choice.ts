/** A choice of a GPU as rules see it. */
import type { Gpu } from '../catalog/gpu';
import type { GpuChoice } from '../catalog/gpu-choice';

/** A card with what the pool would cost on it. */
export interface PricedCard {
  readonly gpu: Gpu;
  readonly usdPerHour: number;
}

/** The card that a pool was given, and what the choice would be today. */
export interface ChosenGpu {
  readonly gpu: Gpu;
  readonly choice: GpuChoice<Gpu>;
  /** Path of the pool, by which the lock file knows it. */
  readonly path: string;
  /** Catalog id that the lock file names; null where it names none. */
  readonly locked: string | null;
  /** The cheapest card that holds the sessions; null where none does. */
  readonly cheapest: PricedCard | null;
}

/** What is judged of a choice when the app is synthesized. */
export interface JudgedChoice extends ChosenGpu {
  /** The pool is refused on the card that it was given. */
  readonly isRefused: boolean;
  readonly usdPerHour: number | null;
}
