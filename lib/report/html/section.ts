import type { Markup } from './markup';

/** A part of the page; there is none where the plan has nothing to say of it. */
export interface Section {
  /** Anchor. */
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}
