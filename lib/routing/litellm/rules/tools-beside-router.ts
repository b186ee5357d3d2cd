/** AF-RTE-068: MCP servers behind LiteLLM. */
import { type Rule, violations } from '../../../core/rule';
import { propOf, writtenSettings } from '../extra-config/extra-config';
import type { RouterView } from '../router-view';

export const toolsBesideRouter: Rule<RouterView> = {
  id: 'tools-beside-router',
  code: 'AF-RTE-068',
  title: 'MCP servers are put behind the router.',
  why: 'The network would let every client of the router reach every tool, and each call of a tool would wait in the process that serves the models.',
  fix: 'Name the servers among the services of the runtime, which reaches them and nobody else.',
  severity: 'error',
  check({ spec: { extraConfig = {} } }) {
    const written = writtenSettings(extraConfig);
    if (written.length === 0) return 'not-applicable';
    return violations(
      written
        .filter(({ kind }) => kind === 'tools')
        .map((setting) => ({
          prop: propOf(setting),
          value: setting.name,
          allowed: 'MCP servers of the fleet, which its agents call themselves',
          message: `"${setting.name}" puts MCP servers behind the router, whose clients would all reach them, and whose network policy reaches none`,
          repairs: ["new McpServer(stack, 'search', { … }) among the services of the runtime"],
        })),
    );
  },
};
