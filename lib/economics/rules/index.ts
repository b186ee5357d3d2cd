/** The rules of what GPUs cost beside an API, and of prices themselves. */
import type { Rule } from '../../core/rule';
import type { BudgetedCost } from '../budget';
import { budgetKept } from './budget-kept';
import { budgetKnown } from './budget-known';
import { gpusCheaperThanApi, type PricedTraffic } from './gpus-cheaper-than-api';
import { priceIsRecent, type UsedPrice } from './price-is-recent';

export const API_RULES: readonly Rule<PricedTraffic>[] = [gpusCheaperThanApi];

/** The rules of prices that a plan counts with. */
export const PRICE_RULES: readonly Rule<UsedPrice>[] = [priceIsRecent];

/** The rules of what fleets and clusters may cost. */
export const BUDGET_RULES: readonly Rule<BudgetedCost>[] = [budgetKept, budgetKnown];
