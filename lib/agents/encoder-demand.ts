/** What the roles of a fleet ask of its encoders while they ask their own models. */
import type { RoleDemand } from '../capacity/demand/role-demand';
import type { RoleTraffic } from '../economics/traffic-tokens';
import type { AgentFleetSpec } from './agent-fleet-props';
import type { ApiRoleView } from './api-roles';
import { type AskingRole, ENCODERS, type EncoderCallsProps, encoderDemand } from './encoder-calls';
import type { PlacedDemand } from './fleet-demand';
import { meanRate } from './fleet-traffic';
import type { RoleView } from './role-view';

/** The fleet as its encoders see it. */
export interface EncodingFleet {
  readonly name: string;
  readonly spec: Pick<AgentFleetSpec, 'embeddings' | 'reranker'>;
  readonly roles: readonly RoleView[];
  readonly apiRoles: readonly ApiRoleView[];
}

type Calling = { readonly [Calls in (typeof ENCODERS)[number]['calls']]?: EncoderCallsProps | undefined };

/** Calls by role of the encoders that the pool at a path serves. */
function callsOn({ spec }: EncodingFleet, props: Calling, path: string): EncoderCallsProps[] {
  return ENCODERS.flatMap(({ pool, calls }) => {
    const asked = props[calls];
    return asked === undefined || spec[pool]?.node.path !== path ? [] : [asked];
  });
}

/**
 * Demand on the pool at a path.
 *
 * @param placed what the fleet asks of the pools of its roles at the same time
 * @param sessionsOf sessions of a role that an external model answers
 */
export function encodersOn(
  fleet: EncodingFleet,
  placed: readonly PlacedDemand[],
  path: string,
  sessionsOf: (role: ApiRoleView) => number,
): RoleDemand[] {
  const onPools = fleet.roles.flatMap(({ name, props }) => demandsOf(fleet, askingRole(fleet.name, name, placed), props, path));
  const onApis = fleet.apiRoles.flatMap((role) => demandsOf(fleet, askingApi(fleet.name, role, sessionsOf(role)), role.props, path));
  return [...onPools, ...onApis];
}

function demandsOf(fleet: EncodingFleet, asking: AskingRole, props: Calling, path: string): RoleDemand[] {
  return callsOn(fleet, props, path)
    .map((calls) => encoderDemand(asking, calls))
    .filter((demand) => demand !== null);
}

function askingRole(fleet: string, role: string, placed: readonly PlacedDemand[]): AskingRole {
  const own = placed.filter(({ demand }) => demand.role === role).map(({ demand }) => demand);
  const rates = own.flatMap(({ rate }) => (rate === undefined ? [] : [rate.requestsPerSecond]));
  return { fleet, role, sessions: sum(own.map(({ sessions }) => sessions)), requestsPerSecond: rates.length === 0 ? null : sum(rates) };
}

function askingApi(fleet: string, { name, props }: ApiRoleView, sessions: number): AskingRole {
  const perMinute = props.request?.perMinute;
  return { fleet, role: name, sessions, requestsPerSecond: perMinute === undefined ? null : (sessions * perMinute) / 60 };
}

/** What they ask on average over the day. */
export function encoderTraffic(fleet: EncodingFleet, planned: readonly PlacedDemand[], path: string): RoleTraffic[] {
  const onPools = fleet.roles.flatMap((role) => {
    const mean = meanRate(role, planned)?.requestsPerSecond ?? null;
    const { name, props } = role;
    return demandsOf(fleet, { ...askingRole(fleet.name, name, planned), requestsPerSecond: mean }, props, path);
  });
  const onApis = fleet.apiRoles.flatMap((role) => demandsOf(fleet, askingApi(fleet.name, role, role.sessions), role.props, path));
  return [...onPools, ...onApis].map(({ fleet: name, role, rate = null }) => ({ fleet: name, role, rate }));
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
