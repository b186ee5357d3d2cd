/** Rules of all rooms, for the pages and tests that are made of them. */
import { CONTEXT_RULES, SERVED_RULES } from '../lib/capacity/demand/rules';
import { POOL_RULES } from '../lib/capacity/fit/rules';
import { fitsWithinBand } from '../lib/capacity/fit/rules/fits-within-band';
import type { Rule } from '../lib/core/rule';
import { DEPLOYMENT_RULES } from '../lib/inference/rules';

export const ALL_RULES: readonly Rule<never>[] = [...POOL_RULES, fitsWithinBand, ...CONTEXT_RULES, ...SERVED_RULES, ...DEPLOYMENT_RULES];
