/** Repairs of a finding as people read them, without their price. */
import type { Advice, Repair } from '../../lib/core/finding';
import { renderChanges } from '../../lib/core/render-change';

export const inWords = (repair: Repair | Advice): string => (typeof repair === 'string' ? repair : renderChanges(repair.changes));

export const repairTexts = (finding: { readonly repairs: readonly (Repair | Advice)[] } | undefined): string[] =>
  (finding?.repairs ?? []).map(inWords);
