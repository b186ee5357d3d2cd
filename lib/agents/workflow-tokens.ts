/** Tokens that one workflow spends by the plan: its requests by role, prompts and answers together. */
import { type CallTokens, tokenBudget } from '../capacity/demand/token-budget';
import type { ApiRoleView } from './api-roles';
import type { FleetView } from './fleet-view';
import type { RoleView } from './role-view';

export interface WorkflowTokens {
  /** Over all roles whose requests are known. */
  readonly planned: number;
  readonly byRole: Readonly<Record<string, number>>;
  /** Roles whose requests are not known: the workflow spends more than is planned. */
  readonly unknownRoles: readonly string[];
}

/** A session of a role asks as many times as its context has turns, and once where it has none. */
export function workflowTokens({ spec, roles, apiRoles }: FleetView): WorkflowTokens {
  const calls = Object.fromEntries([...roles.flatMap(callsOf), ...apiRoles.flatMap(apiCallsOf)]);
  const all = [...Object.entries(spec.roles), ...Object.entries(spec.apiRoles ?? {})];
  const instances = Object.fromEntries(all.flatMap(([name, { instances: count }]) => (count === undefined ? [] : [[name, count]])));
  // The multiplier over a chat is not asked for.
  const { perWorkflow, byRole, missing } = tokenBudget(spec.topology, calls, 1, instances);
  return { planned: perWorkflow, byRole, unknownRoles: missing };
}

type Call = readonly [role: string, tokens: CallTokens];

function callsOf({ name, request, props: { growth } }: RoleView): Call[] {
  if (request === undefined) return [];
  const turns = growth?.turns ?? (Math.ceil((growth?.minutes ?? 0) * (growth?.turnsPerMinute ?? 0)) || 1);
  return [[name, { inputTokens: turns * request.inputTokens, outputTokens: turns * request.outputTokens }]];
}

function apiCallsOf({ name, props: { request, contextTokens } }: ApiRoleView): Call[] {
  if (request === undefined) return [];
  const { outputTokens, inputTokens = Math.max(1, contextTokens - outputTokens) } = request;
  return [[name, { inputTokens, outputTokens }]];
}
