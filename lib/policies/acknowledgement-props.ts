import { z } from 'zod';
import { isoDate } from '../core/iso-date';
import { shownText } from '../core/shown-text';
import { ruleCode } from './rule-code';

/** Why a finding may stay as it is. */
export interface AcknowledgementProps {
  /** Code of the rule, e.g. `AF-RTE-003`. */
  readonly rule: string;
  /** Why it is accepted, at least ten letters: whoever reads the plan in a year decides by it. */
  readonly reason: string;
  /** Who answers for that, e.g. a team. */
  readonly owner: string;
  /**
   * Last day (UTC) on which it holds, e.g. `2027-01-31`; after it the synthesis is refused (AF-POL-001).
   * @default - it always holds
   */
  readonly expires?: string;
}

const FEWEST_LETTERS = 10;
const reason = shownText('people read it').refine((text) => text.trim().length >= FEWEST_LETTERS, {
  error: `expected a reason of at least ${FEWEST_LETTERS} letters`,
});
const owner = shownText('people read it').refine((text) => text.trim() !== '', { error: 'expected who answers for it' });

export const acknowledgementSchema = z.strictObject({ rule: ruleCode, reason, owner, expires: isoDate.optional() });

export interface AcknowledgementSpec extends z.output<typeof acknowledgementSchema> {}
