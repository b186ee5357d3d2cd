/** The routes of a fleet: which alias of its agents leads to which pool, and which to an external model. */
import type { IRouter } from '../routing/contract';
import type { RouteProps } from '../routing/routes';
import { definedOnly } from '../terraform/defined-only';
import type { AgentFleetSpec } from './agent-fleet-props';
import type { ApiRoleProps } from './api-role-props';
import { apiRoleLoad } from './client-load';
import { encodersOf, longRoles, type Roles } from './fleet-pools';
import type { FleetView } from './fleet-view';
import { longAlias } from './role-context';
import type { RoleProps } from './role-props';

interface RoutedFleet {
  readonly name: string;
  /** Path of the fleet. */
  readonly owner: string;
  readonly roles: Roles;
  readonly spec: Pick<AgentFleetSpec, 'apiRoles' | 'embeddings' | 'reranker'>;
  /** The fleet, once the app is synthesized. */
  readonly view: () => FleetView;
}

export function addRoutes(router: IRouter, { name: fleet, owner, roles, spec, view }: RoutedFleet): void {
  for (const [alias, props] of Object.entries(roles)) {
    const route = { alias, multiTurn: hasSeveralTurns(props), owner, fleet, ...asked(props) };
    for (const divided of dividedRoutes(props)) router.addRoute({ ...route, ...divided });
  }
  for (const [role, pool] of longRoles(roles)) {
    router.addRoute({ alias: longAlias(role), pool, owner, fleet, ...asked(roles[role] as RoleProps) });
  }
  for (const [alias, { model }] of Object.entries(spec.apiRoles as Readonly<Record<string, ApiRoleProps>>)) {
    router.addExternal?.({ alias, model, owner, load: () => apiRoleLoad(view(), alias) });
  }
  for (const { alias, pool } of encodersOf(spec)) router.addRoute({ alias, pool, owner, fleet });
}

/** What a route learns of the requests of a role. */
function asked({ request, conversations, latency, adapter }: RoleProps) {
  const longestAnswerTokens = request?.outputTokens ?? conversations?.outputTokensPerTurn;
  return definedOnly({ longestAnswerTokens, latency, adapter });
}

/** Whether a session asks its pool more than once, so that its KV cache is worth returning to. */
const hasSeveralTurns = ({ conversations, growth }: RoleProps): boolean =>
  (conversations?.turns ?? 2) > 1 || (growth?.turns ?? 1) > 1 || (growth?.toolCalls ?? 0) > 0;

/** The pools that answer a role, with their shares where another one takes over. */
const dividedRoutes = ({ pool, furtherPools = [], rollout }: RoleProps): Pick<RouteProps, 'pool' | 'group' | 'share'>[] => {
  if (rollout !== undefined) {
    const kept = { pool, group: true, share: Number((1 - rollout.share).toFixed(4)) };
    return [kept, { pool: rollout.to, group: true, share: rollout.share }];
  }
  const group = furtherPools.length > 0 ? { group: true } : {};
  return [pool, ...furtherPools].map((one) => ({ pool: one, ...group }));
};
