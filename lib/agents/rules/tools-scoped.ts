/** AF-SEC-002: a model calls the tools that somebody has named, and no others. */
import { OPERATIONAL, type Rule } from '../../core/rule';

/** A fleet by what stands between its agents and its models. */
export interface GuardedFleet {
  /** Roles for which a user waits. */
  readonly users: readonly string[];
  /** MCP servers that the agents are wired to without a scope of theirs. */
  readonly tools: readonly string[];
  /** Props of the roles that run code which a model wrote, e.g. `roles.coder`. */
  readonly coders: readonly string[];
  /** Sandboxes that the agents are wired to. */
  readonly sandboxes: readonly string[];
  /** What the router looks at; null where it does not say. */
  readonly guards: { readonly texts: boolean; readonly tools: boolean } | null;
}

export const toolsScoped: Rule<GuardedFleet> = {
  id: 'tools-scoped',
  code: 'AF-SEC-002',
  title: 'Agents have tools, and the router lets models call any.',
  why: 'A prompt that is turned against an agent may ask for a tool that its work never needs.',
  fix: 'Name the tools: toolScopes of the MCP server, which refuses calls of others, or Guardrail.toolScope of the router, which refuses to offer them.',
  severity: OPERATIONAL,
  check({ tools, guards }) {
    if (guards === null || tools.length === 0) return 'not-applicable';
    if (guards.tools) return 'compliant';
    return [
      {
        prop: 'router.guardrails',
        value: 'no tool scope',
        allowed: 'Guardrail.toolScope({ allow: […] })',
        message: `the agents are wired to the tools of ${tools.join(', ')}, and the router lets models call any tool that they are offered`,
        repairs: [
          `toolScopes: { agents: { allowedTools: ['search'], port: 8101 } } of ${tools[0]}, and its scope('agents') in services`,
          "guardrails: { tools: Guardrail.toolScope({ allow: ['search'] }) } of the router",
        ],
      },
    ];
  },
};
