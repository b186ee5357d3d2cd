import type { Finding } from '../core/finding';
import type { FleetPlan } from '../plan/schema';
import type { PackPlan } from '../plan/sections/checks';

/** A stack of the app with its plan, before anybody has reviewed its findings. */
export interface StackDraft {
  /** Path of the stack. */
  readonly path: string;
  readonly plan: FleetPlan;
}

/** Stands between the findings of an app and those who read them: rules of users, and acknowledgements. */
export interface Reviewer {
  /** The findings with its own, and with what is accepted. The plans are computed when they are asked for. */
  review(findings: readonly Finding[], drafts: () => readonly StackDraft[]): readonly Finding[];
  /** Packs that a plan describes. */
  packs(): readonly PackPlan[];
}
