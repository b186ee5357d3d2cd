/** What agents are told to keep to, as JSON in one variable: how long to wait for each role, and caps on what one workflow may start. */
import type { RequestPass } from '../routing/limits/request-pass';
import type { IService } from '../security/service';
import { lazyTokenFreeText } from '../terraform/engine';
import type { ApiRoleView } from './api-roles';
import type { FleetView } from './fleet-view';
import type { RoleView } from './role-view';

/** Variable in which the agents find their limits, as JSON. */
export const LIMITS_VARIABLE = 'AGENT_FLEET_LIMITS';

/** Limits of one role; what the plan does not know is left out. */
export interface AgentRoleLimits {
  /** Seconds that a client waits for an answer: longer than the router may need with all its retries. */
  readonly timeoutSeconds?: number;
  /** Times that a client sends a request again. None: the router does. */
  readonly maxRetries?: number;
  /** Longest answer, tokens. */
  readonly maxOutputTokens?: number;
  /** Requests of one session. */
  readonly maxTurns?: number;
  /** Tool calls of one session. */
  readonly maxToolCalls?: number;
  /** Longest result of one tool call, tokens. */
  readonly maxToolResultTokens?: number;
}

/** Limits of one workflow. */
export interface AgentWorkflowLimits {
  /** Agents at work at the same time: the fan-out that the pools were sized for. */
  readonly maxParallelAgents?: number;
  /** Agents above one another: 2 where an orchestrator starts workers that start nobody. */
  readonly maxDepth?: number;
  /** Tokens that it may spend, prompts and answers of all roles together. */
  readonly maxTokens?: number;
}

/** What `AGENT_FLEET_LIMITS` holds. */
export interface AgentLimits {
  readonly workflow: AgentWorkflowLimits;
  readonly roles: Readonly<Record<string, AgentRoleLimits>>;
}

/** Published rule of thumb, as in the arithmetic of growing contexts. */
const TOOL_RESULT_TOKENS = 500;
/** Whose agents start others, and how deep; an own flow says nothing of it. */
const DEPTHS: Readonly<Record<string, number | undefined>> = { flat: 1, pipeline: 1, voting: 1, loop: 1, routing: 2, hierarchical: 2 };

export function agentLimits(fleet: FleetView): AgentLimits {
  const { topology, maxTokensPerWorkflow: maxTokens } = fleet.spec;
  const { kind, roles } = topology;
  // Each role hands hard cases on to the next.
  const maxDepth = kind === 'escalation' ? roles.length : DEPTHS[kind];
  return {
    workflow: {
      ...fanOut(fleet),
      ...(maxDepth === undefined ? {} : { maxDepth }),
      ...(maxTokens === undefined ? {} : { maxTokens }),
    },
    roles: Object.fromEntries([
      ...fleet.roles.map((role) => [role.name, roleLimits(role, fleet.setting.passOf?.(role.name))] as const),
      ...fleet.apiRoles.map((role) => [role.name, apiRoleLimits(role, fleet.setting.passOf?.(role.name))] as const),
    ]),
  };
}

/** The same as a service that needs no network, so that the variable stands beside those of the others. Known once every fleet of the app is there. */
export function limitsService(limits: () => AgentLimits): IService {
  const value = lazyTokenFreeText(() => JSON.stringify(limits()));
  return { kind: 'limits', host: 'localhost', port: 0, clientEnv: () => ({ [LIMITS_VARIABLE]: value }), admit: () => undefined };
}

/** Roles that are known by their conversations work in no workflow. */
function fanOut(fleet: FleetView): AgentWorkflowLimits {
  const working = new Set(fleet.roles.filter(({ props }) => props.conversations === undefined).map(({ name }) => name));
  const sessions = fleet.demandAt(1).reduce((sum, demand) => sum + (working.has(demand.role) ? demand.sessions : 0), 0);
  const { concurrentWorkflows = 1 } = fleet.spec;
  const all = sessions + fleet.apiRoles.reduce((sum, role) => sum + role.sessions / concurrentWorkflows, 0);
  return all === 0 ? {} : { maxParallelAgents: Math.ceil(all) };
}

function apiRoleLimits({ props: { request } }: ApiRoleView, pass: RequestPass | undefined): AgentRoleLimits {
  return {
    ...(pass === undefined ? {} : { timeoutSeconds: pass.clientTimeoutSeconds, maxRetries: 0 }),
    ...(request === undefined ? {} : { maxOutputTokens: request.outputTokens }),
  };
}

function roleLimits({ props, request }: RoleView, pass: RequestPass | undefined): AgentRoleLimits {
  const { growth, conversations } = props;
  const { minutes = 0, turnsPerMinute = 0 } = growth ?? {};
  const turns = growth?.turns ?? (Math.ceil(minutes * turnsPerMinute) || undefined) ?? conversations?.turns;
  const calls = growth?.toolCalls;
  return {
    ...(pass === undefined ? {} : { timeoutSeconds: pass.clientTimeoutSeconds, maxRetries: 0 }),
    ...(request === undefined ? {} : { maxOutputTokens: request.outputTokens }),
    ...(turns === undefined ? {} : { maxTurns: turns }),
    ...(calls === undefined ? {} : { maxToolCalls: calls, maxToolResultTokens: growth?.tokensPerToolCall ?? TOOL_RESULT_TOKENS }),
  };
}
