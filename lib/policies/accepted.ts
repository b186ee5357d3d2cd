/** An acknowledgement and what it meets in an app: what the rules on acknowledgements look at. */
import type { Finding } from '../core/finding';
import type { AcknowledgementSpec } from './acknowledgement-props';

/** With the path of the construct that it stands at. */
export interface PlacedAcknowledgement extends AcknowledgementSpec {
  readonly path: string;
}

export interface AcknowledgementView {
  readonly acknowledgement: PlacedAcknowledgement;
  /** Findings of the rule at the construct and below that no earlier acknowledgement covers. */
  readonly covers: readonly Finding[];
  /** Those of them that nobody can accept: what they refuse does not work. */
  readonly refusals: readonly Finding[];
  /** Codes of all rules, with those of the packs of the app. */
  readonly codes: readonly string[];
  /** Today, ISO. */
  readonly today: string;
}

export const isBelow = (path: string, at: string): boolean => at === '' || path === at || path.startsWith(`${at}/`);

export const isKnown = ({ acknowledgement: { rule }, codes }: AcknowledgementView): boolean => codes.includes(rule);
export const isOver = ({ acknowledgement: { expires }, today }: AcknowledgementView): boolean => expires !== undefined && expires < today;
