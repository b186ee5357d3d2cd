import { evaluateRules } from '../../core/evaluate-rules';
import type { UnplacedFinding } from '../../core/finding';
import type { LatencyTarget } from '../latency/classes';
import type { Load } from '../latency/step-terms';
import { CARD_RULES } from './between-roles';
import type { PoolInput } from './pool-input';

/** AF-LAT-003: warns when another card of the price list, that holds the same plan, serves the class better by a fifth: sooner for no more money, or cheaper. */
export const checkTier = (pool: PoolInput, target: LatencyTarget, load: Load): UnplacedFinding[] =>
  evaluateRules(CARD_RULES, { pool, target, load });
