/** Rules of all rooms, for the pages and tests that are made of them. */
import { FLEET_RULES, ROLE_RULES } from '../lib/agents/rules';
import { CONTEXT_RULES, SERVED_RULES } from '../lib/capacity/demand/rules';
import { BAND_RULES } from '../lib/capacity/fit/band-rules';
import { POOL_RULES } from '../lib/capacity/fit/rules';
import type { Rule } from '../lib/core/rule';
import { DEPLOYMENT_RULES } from '../lib/inference/rules';

export const ALL_RULES: readonly Rule<never>[] = [
  ...POOL_RULES,
  ...BAND_RULES,
  ...CONTEXT_RULES,
  ...SERVED_RULES,
  ...DEPLOYMENT_RULES,
  ...ROLE_RULES,
  ...FLEET_RULES,
];
