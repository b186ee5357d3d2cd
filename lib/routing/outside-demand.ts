/** What clients outside of the app ask of pools and of their router. */
import type { RequestRate, RoleDemand } from '../capacity/demand/role-demand';
import type { ClientLoad } from './contract';
import type { OutsideClientSpec, OutsideLoadSpec } from './outside-client-props';

const SECONDS = 60;

/**
 * The part of one pool of what a client asks of an alias.
 * @param share 1 where the pool answers the alias alone
 */
export function outsideDemand(client: string, alias: string, load: OutsideLoadSpec, share: number): RoleDemand {
  const rate = rateOf(load);
  const part = share === 1 ? '' : `, ${Math.round(share * 100)} % of them`;
  return {
    fleet: client,
    role: alias,
    sessions: Math.ceil(load.sessions * share - 1e-9),
    contextTokens: load.contextTokens,
    formula: `${load.sessions} sessions of ${client}${part}`,
    ...(rate === null ? {} : { rate: { ...rate, requestsPerSecond: rate.requestsPerSecond * share } }),
  };
}

/** Of all aliases together; undefined where it does not say what it asks. */
export function outsideLoad({ asks }: OutsideClientSpec): ClientLoad | undefined {
  if (asks === undefined) return undefined;
  const loads = Object.values(asks);
  const rates = loads.map(rateOf);
  const perMinute = (of: (rate: RequestRate) => number) =>
    rates.reduce<number | null>((sum, rate) => (sum === null || rate === null ? null : sum + SECONDS * of(rate)), 0);
  return {
    sessions: loads.reduce((sum, { sessions }) => sum + sessions, 0),
    requestsPerMinute: perMinute(({ requestsPerSecond }) => requestsPerSecond),
    tokensPerMinute: perMinute((rate) => rate.requestsPerSecond * (rate.inputTokens + rate.outputTokens)),
  };
}

function rateOf({ sessions, contextTokens, perMinute, outputTokens }: OutsideLoadSpec): RequestRate | null {
  if (perMinute === undefined || outputTokens === undefined) return null;
  return { requestsPerSecond: (sessions * perMinute) / SECONDS, inputTokens: contextTokens - outputTokens, outputTokens };
}
