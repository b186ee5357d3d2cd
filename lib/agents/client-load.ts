/** What the agents of a fleet ask of its router at the peak: requests in flight, and in a minute where every role says how often it asks. */
import type { RequestRate } from '../capacity/demand/role-demand';
import type { ClientLoad } from '../routing/contract';
import { apiRoleRate } from './api-roles';
import type { FleetView } from './fleet-view';

const SECONDS = 60;

export function clientLoad(fleet: FleetView): ClientLoad {
  const { embeddings, reranker } = fleet.spec;
  const encoders = [embeddings, reranker].filter((pool) => pool !== undefined).length;
  const rates = ratesOf(fleet);
  // How often agents embed and rank nobody declares.
  const known = encoders > 0 || rates.includes(null) ? null : rates.filter((rate) => rate !== null);
  return {
    // While a session waits for its model it may wait for an encoder as well.
    sessions: fleet.runtime.sessions * (1 + encoders),
    requestsPerMinute: known === null ? null : SECONDS * sum(known.map(({ requestsPerSecond }) => requestsPerSecond)),
    tokensPerMinute:
      known === null ? null : SECONDS * sum(known.map((rate) => rate.requestsPerSecond * (rate.inputTokens + rate.outputTokens))),
  };
}

/** What one role without a pool asks at the peak. */
export function apiRoleLoad({ apiRoles }: FleetView, role: string): ClientLoad {
  const own = apiRoles.find(({ name }) => name === role);
  const rate = own === undefined ? null : apiRoleRate(own.props, own.peakSessions);
  return {
    sessions: own?.peakSessions ?? 0,
    requestsPerMinute: rate === null ? null : SECONDS * rate.requestsPerSecond,
    tokensPerMinute: rate === null ? null : SECONDS * rate.requestsPerSecond * (rate.inputTokens + rate.outputTokens),
  };
}

function ratesOf({ planned, peak, apiRoles }: FleetView): (RequestRate | null)[] {
  const onPools = (peak.length > 0 ? peak : planned).map(({ demand }) => demand.rate ?? null);
  return [...onPools, ...apiRoles.map(({ props, peakSessions }) => apiRoleRate(props, peakSessions))];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
