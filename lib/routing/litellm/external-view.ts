/** External models as plain values, with what fleets plan to ask of them. */
import type { ClientLoad, ExternalRouteProps } from '../contract';
import { togetherOf } from '../limits/client-limits';
import type { ExternalModels } from './external-deployment';
import type { ExternalRoute } from './router-view';

/** @param asked who asks for which alias */
export function externalViews(models: ExternalModels, asked: readonly Omit<ExternalRouteProps, 'model'>[]): ExternalRoute[] {
  return Object.entries(models).map(([alias, { host, ranges, byIdentity, spec }]) => {
    const { maxContextTokens, timeoutSeconds, maxParallelRequests, requestsPerMinute, tokensPerMinute } = spec;
    return {
      alias,
      host,
      ranges,
      byIdentity,
      maxContextTokens,
      timeoutSeconds,
      limits: { maxParallelRequests, requestsPerMinute, tokensPerMinute },
      load: togetherOf(loadsOf(asked.filter((one) => one.alias === alias))),
    };
  });
}

/** One owner asks for an alias once, however often it says so. */
function loadsOf(asked: readonly Omit<ExternalRouteProps, 'model'>[]): ClientLoad[] {
  return [...new Map(asked.map(({ owner, load }) => [owner, load])).values()].flatMap((load) => (load === undefined ? [] : [load()]));
}
