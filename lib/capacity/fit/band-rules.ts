/** What is judged with the range of the estimate: known to the verdict, not to searches, because it takes long. */
import type { Rule } from '../../core/rule';
import { type DoubtedAssessment, effectsBounded } from './rules/effects-bounded';
import { fitsWithinBand, type ReservedAssessment } from './rules/fits-within-band';
import { type RangedAssessment, startsWithinBand } from './rules/starts-within-band';

export const BAND_RULES: readonly Rule<ReservedAssessment & RangedAssessment & DoubtedAssessment>[] = [
  startsWithinBand,
  fitsWithinBand,
  effectsBounded,
];
