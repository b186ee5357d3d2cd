import { z } from 'zod';
import { portNumber } from '../../core/kubernetes/port';
import { notion } from '../../core/notion';

/** What some clients of an MCP server may call, and where they find it. */
export interface McpToolScopeProps {
  /** Names of the tools, as the server calls them. Calls of any other are refused before they reach the server. */
  readonly allowedTools: readonly string[];
  /** Port on which the server's pods serve this scope: another than that of the server and of other scopes. Only clients that are wired to the scope reach it. */
  readonly port: number;
}

/** Ports of the gate itself: its readiness, and what only its own pod reaches. */
export const GATE_PORTS = { admin: 9901, status: 9902 } as const;

const toolName = notion('name of a tool', 'the name of a tool as MCP writes it: letters, digits and _ - . /, at most 128', (text) =>
  /^[A-Za-z0-9_./-]{1,128}$/.test(text),
);

export const toolScopeSchema = z.strictObject({
  allowedTools: z.array(toolName).min(1).max(1000).readonly(),
  port: portNumber.refine((port) => port >= 1024 && !Object.values<number>(GATE_PORTS).includes(port), {
    error: `expected a port from 1024 on, but ${GATE_PORTS.admin} and ${GATE_PORTS.status}, which the gate uses itself`,
  }),
});

export interface McpToolScopeSpec extends z.output<typeof toolScopeSchema> {}
