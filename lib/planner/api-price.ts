/** What the tokens of a role cost at an API, per hour on average. */
import { apiPerHour } from '../economics/tokens';
import type { FleetToPlan } from './fleet-to-plan-schema';
import type { Item } from './item';

/** An API that may answer a role, with its bill. */
export interface ApiBill {
  readonly api: string;
  readonly usdPerHour: number;
  /** Tokens of all kinds that are billed in an hour. */
  readonly tokensPerHour: number;
}

/** Bills of all APIs that the role allows; empty where it is not known how much the role asks. */
export function apiBills({ asked, request, requestsPerHour }: Item, apis: FleetToPlan['apis']): ApiBill[] {
  if (request === undefined || requestsPerHour === null) return [];
  const [cached, computed, output] = [request.cachedTokens, request.inputTokens - request.cachedTokens, request.outputTokens].map(
    (tokens) => tokens * requestsPerHour,
  ) as [number, number, number];
  return asked.apis.flatMap((name) => {
    const offer = apis[name];
    if (offer === undefined || (asked.regions !== undefined && !asked.regions.includes(offer.region ?? ''))) return [];
    const input = offer.inputUsdPerMTokens ?? offer.usdPerMTokens ?? 0;
    const usdPerHour =
      apiPerHour(offer.cachedInputUsdPerMTokens ?? input, cached) +
      apiPerHour(input, computed) +
      apiPerHour(offer.outputUsdPerMTokens ?? offer.usdPerMTokens ?? 0, output);
    return [{ api: name, usdPerHour, tokensPerHour: cached + computed + output }];
  });
}
