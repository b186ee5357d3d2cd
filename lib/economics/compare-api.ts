import { z } from 'zod';
import { checked, divisor, quantity } from '../core/checked';
import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import { gpusCheaperThanApi } from './rules/gpus-cheaper-than-api';
import { apiPerHour, breakEvenTokensPerHour } from './tokens';

/** What an API would cost for the same traffic, beside what the GPUs cost. */
export interface ApiComparison {
  readonly fleetUsdPerHour: number;
  readonly apiUsdPerHour: number;
  /** API ÷ fleet: above 1 the GPUs are cheaper. */
  readonly ratio: number;
  /** Tokens an hour at which both cost the same. */
  readonly breakEvenTokensPerHour: number;
  /** Part of what the replicas can make that this traffic uses; null where that is not given. */
  readonly use: number | null;
}

/** Traffic of which the cost at an API is asked. */
export interface ApiTraffic {
  /** Tokens of all kinds that the API would bill in an hour. */
  readonly tokensPerHour: number;
  /** Price of an API whose models could do the same work, USD for a million tokens. */
  readonly usdPerMTokens: number;
  /**
   * What the fleet can make, tokens of the same kinds per second.
   * @default - not known
   */
  readonly tokensPerSecond?: number;
}

/** The hours are paid whether they are used or not. */
export function compareWithApi(fleetUsdPerHour: number, traffic: ApiTraffic): ApiComparison {
  return compare(fleetUsdPerHour, traffic);
}

const trafficSchema = z.looseObject({ tokensPerHour: quantity, usdPerMTokens: divisor, tokensPerSecond: divisor.optional() });

const compare = checked('compareWithApi', { fleetUsdPerHour: divisor, traffic: trafficSchema }, compared);

function compared(fleetUsdPerHour: number, { tokensPerHour, usdPerMTokens, tokensPerSecond }: ApiTraffic): ApiComparison {
  const apiUsdPerHour = apiPerHour(usdPerMTokens, tokensPerHour);
  return {
    fleetUsdPerHour,
    apiUsdPerHour,
    ratio: apiUsdPerHour / fleetUsdPerHour,
    breakEvenTokensPerHour: breakEvenTokensPerHour(fleetUsdPerHour, usdPerMTokens),
    use: tokensPerSecond === undefined ? null : tokensPerHour / (tokensPerSecond * 3_600),
  };
}

/** AF-COST-004 where an API of the same class of models would cost less at this traffic; said with both numbers. */
export function checkAgainstApi(fleetUsdPerHour: number, traffic: ApiTraffic): UnplacedFinding[] {
  return evaluateRules([gpusCheaperThanApi], { ...compareWithApi(fleetUsdPerHour, traffic), usdPerMTokens: traffic.usdPerMTokens });
}
