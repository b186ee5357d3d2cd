import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import type { IRouter } from '../routing/contract';
import type { IService } from '../security/service';
import { MCP_SERVERS } from '../services/service-env';
import type { AgentFleetSpec } from './agent-fleet-props';
import { GUARD_RULES } from './rules';

/** What nothing looks at between agents and models. */
export function guardFindings({ roles }: Pick<AgentFleetSpec, 'roles'>, router: IRouter, services: readonly IService[]): UnplacedFinding[] {
  const users = Object.entries(roles).flatMap(([name, { latency = 'background' }]) => (latency === 'background' ? [] : [name]));
  const tools = services.flatMap(({ listed }) => (listed?.variable === MCP_SERVERS ? [listed.name] : []));
  return evaluateRules(GUARD_RULES, { users, tools, guards: router.guards ?? null });
}
