/** What the roles of a fleet ask of their pools on average over the day: what tokens cost is reckoned by it, and nothing is sized. */
import type { RequestRate } from '../capacity/demand/role-demand';
import type { RoleTraffic } from '../economics/traffic-tokens';
import type { PlacedDemand } from './fleet-demand';
import type { RoleView } from './role-view';

const SECONDS_PER_DAY = 86_400;

/**
 * Mean requests of a role: of a day of conversations without its burst, else as often as the planned sessions ask; null where nobody says.
 *
 * @param planned what the fleet plans, on all pools
 */
export function meanRate({ name, props, request, day }: RoleView, planned: readonly PlacedDemand[]): RequestRate | null {
  const { conversations } = props;
  if (conversations === undefined || day === null) return plannedRate(name, planned);
  const { rate } = day.peak;
  if (rate === undefined || request === undefined) return null;
  return { ...rate, requestsPerSecond: (conversations.perDay * conversations.turns) / SECONDS_PER_DAY };
}

function plannedRate(role: string, planned: readonly PlacedDemand[]): RequestRate | null {
  const rates = planned.flatMap(({ demand }) => (demand.role === role && demand.rate !== undefined ? [demand.rate] : []));
  const [first] = rates;
  return first === undefined ? null : { ...first, requestsPerSecond: requestsOf(rates) };
}

const requestsOf = (rates: readonly (RequestRate | undefined)[]) => rates.reduce((sum, rate) => sum + (rate?.requestsPerSecond ?? 0), 0);

/** Roles on the pool at a path, each with what of its requests is answered there. */
export function trafficOn(fleet: string, roles: readonly RoleView[], planned: readonly PlacedDemand[], path: string): RoleTraffic[] {
  return roles.flatMap((role) => {
    const own = planned.filter(({ demand }) => demand.role === role.name);
    const here = own.filter(({ pool }) => pool.path === path);
    if (here.length === 0) return [];
    const mean = meanRate(role, planned);
    const all = requestsOf(own.map(({ demand }) => demand.rate));
    const share = own.length === here.length || all === 0 ? 1 : requestsOf(here.map(({ demand }) => demand.rate)) / all;
    const rate = mean === null ? null : { ...mean, requestsPerSecond: mean.requestsPerSecond * share };
    return [{ fleet, role: role.name, rate }];
  });
}
