/** What the work of a role would cost at an API, beside its pools. */
import { type ApiPrice, apiCost, type Crossover, crossover } from '../economics/crossover';
import { hourlyTokens } from '../economics/traffic-tokens';
import type { ApiInstead } from '../observability/observed-fleet';
import { roleMoney } from './fleet-money';
import { meanRate } from './fleet-traffic';
import type { FleetRole, FleetView } from './fleet-view';
import { poolsOfRole } from './role-context';
import type { RoleView } from './role-view';

/** An API that could do the work of a role. */
export interface RoleCrossover extends Crossover {
  /** USD per hour where the history that each turn sends again is not billed; null for roles that are not known by their conversations. */
  readonly usdPerHourCountedOnce: number | null;
}

/** The price of an API for a role: as the role says, else that of the external model that may take over from it. */
export function apiPriceOf({ setting }: FleetView, { name, props }: RoleView): ApiPrice | null {
  return props.apiAlternative ?? setting.apiPriceOf?.(name) ?? null;
}

/**
 * Null where no API is named, or nobody says how often the role asks. A pool that somebody else runs is paid by the token, like an API, or not at all: there
 * is no traffic at which the two change places.
 */
export function roleCrossover({ fleet, role }: FleetRole): RoleCrossover | null {
  const price = apiPriceOf(fleet, role);
  const rate = meanRate(role, fleet.planned);
  if (price === null || rate === null) return null;
  const { usdPerDay } = roleMoney(fleet, role);
  const usdPerHour = usdPerDay === null ? null : usdPerDay / 24;
  const found = crossover({ usdPerHour, use: isAlone({ fleet, role }) ? role.pool.money.use : null }, hourlyTokens(rate), price);
  if (found === null) return null;
  const isByToken = role.pool.existing !== undefined;
  return {
    ...found,
    ...(isByToken ? { breakEvenTokensPerHour: null, breakEvenUse: null } : {}),
    usdPerHourCountedOnce: countedOnce(role, price),
  };
}

/** An API that could do all of the work of a pool: of the one role that asks it. */
export function apiInsteadOn(fleet: FleetView, path: string): ApiInstead | null {
  const role = fleet.roles.find((one) => one.pool.path === path && isAlone({ fleet, role: one }));
  const found = role === undefined ? null : roleCrossover({ fleet, role });
  return found === null ? null : { api: found.api, usdPerMillionTokens: found.usdPerMillionTokens };
}

/** As published comparisons of chat services count: each token that is read or written, once. */
function countedOnce({ props: { conversations } }: RoleView, price: ApiPrice): number | null {
  if (conversations === undefined) return null;
  const { perDay, turns, tokensPerTurn, outputTokensPerTurn } = conversations;
  const turnsPerHour = (perDay * turns) / 24;
  const tokens = {
    input: turnsPerHour * (tokensPerTurn - outputTokensPerTurn),
    cachedInput: 0,
    output: turnsPerHour * outputTokensPerTurn,
  };
  return Number(apiCost(price, tokens).toFixed(6));
}

/** Nobody else asks its pool: without the role there would be no pool. */
export function isAlone({ fleet, role }: FleetRole): boolean {
  const { demand } = role.pool;
  return (
    demand.planned.every((one) => one.fleet === fleet.name && one.role === role.name) &&
    (demand.fleets ?? 1) <= 1 &&
    poolsOfRole(role).length === 1
  );
}
