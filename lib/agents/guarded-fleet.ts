import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import type { IRouter } from '../routing/contract';
import type { IService } from '../security/service';
import { MCP_SERVERS } from '../services/service-env';
import type { AgentFleetSpec } from './agent-fleet-props';
import { GUARD_RULES } from './rules';

type Guarded = Pick<AgentFleetSpec, 'roles' | 'apiRoles'>;

/** What nothing looks at between agents and models, and between models and the code that they write. */
export function guardFindings(spec: Guarded, router: IRouter, services: readonly IService[]): UnplacedFinding[] {
  const users = Object.entries(spec.roles).flatMap(([name, { latency = 'background' }]) => (latency === 'background' ? [] : [name]));
  const tools = services.flatMap((service) => {
    const { listed } = service;
    return listed?.variable === MCP_SERVERS && !isScoped(service) ? [listed.name] : [];
  });
  const sandboxes = services.filter(({ kind }) => kind === 'tool-sandbox').map(({ host }) => host);
  return evaluateRules(GUARD_RULES, { users, tools, coders: codersOf(spec), sandboxes, guards: router.guards ?? null });
}

/** The server lets its clients call named tools and no others. */
const isScoped = (service: IService): boolean => 'allowedTools' in service;

/** Props that name the roles which run code, e.g. `roles.coder`. */
function codersOf({ roles, apiRoles }: Guarded): string[] {
  return Object.entries({ roles, apiRoles }).flatMap(([prop, props]) =>
    Object.entries(props).flatMap(([name, { executesCode }]) => (executesCode === true ? [`${prop}.${name}`] : [])),
  );
}
