/** The configuration of the Envoy before an MCP server: one listener for each scope, each with the tools that it lets through. */
import type { YamlValue } from '../../core/yaml';
import { type EnvoyExtension, extension } from '../../routing/affinity/envoy-extension';
import { gateScript } from './gate-script';
import { GATE_PORTS, type McpToolScopeSpec } from './tool-scope-props';

/** What the gate leads to. */
export interface GatedServer {
  /** Port on which the server listens in its pod. */
  readonly port: number;
  /** Path of the MCP endpoint; nothing else is served to a scope. */
  readonly path: string;
  readonly scopes: Readonly<Record<string, McpToolScopeSpec>>;
}

export const READY_PATH = '/ready';
/** Counters of requests are named after it. */
export const GATE = 'tools';
/** A message is held in memory until it has been read; longer ones are answered with 413. */
const LONGEST_MESSAGE_BYTES = 1_048_576;
const MOST_CONNECTIONS = 10_000;
const HERE = '127.0.0.1';
const SERVER = 'server';
const ADMIN = 'admin';

export function gateConfig(server: GatedServer): YamlValue {
  const scopes = Object.entries(server.scopes);
  return {
    admin: { address: address(HERE, GATE_PORTS.admin) },
    static_resources: {
      listeners: [
        ...scopes.map(([name, scope]) => listener(`scope-${name}`, scope.port, scopeFilters(server, scope))),
        listener('status', GATE_PORTS.status, [manager('status', [{ match: { path: READY_PATH }, route: { cluster: ADMIN } }])]),
      ],
      clusters: [cluster(SERVER, server.port), cluster(ADMIN, GATE_PORTS.admin)],
    },
    overload_manager: {
      resource_monitors: [
        extension(
          'envoy.resource_monitors.global_downstream_max_connections',
          'resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig',
          { max_active_downstream_connections: MOST_CONNECTIONS },
        ),
      ],
    },
  };
}

function scopeFilters({ path }: GatedServer, { allowedTools }: McpToolScopeSpec): EnvoyExtension[] {
  const gate = extension('envoy.filters.http.lua', 'filters.http.lua.v3.Lua', {
    default_source_code: { inline_string: gateScript(allowedTools) },
  });
  // A tool may work for minutes, and a stream of a server waits for events; clients bound both.
  return [manager(GATE, [{ match: { path }, route: { cluster: SERVER, timeout: '0s' } }], [gate])];
}

const address = (host: string, port: number) => ({ socket_address: { address: host, port_value: port } });

function listener(name: string, port: number, filters: readonly EnvoyExtension[]): YamlValue {
  return {
    name,
    address: address('0.0.0.0', port),
    per_connection_buffer_limit_bytes: LONGEST_MESSAGE_BYTES,
    filter_chains: [{ filters }],
  };
}

function manager(name: string, routes: readonly YamlValue[], filters: readonly EnvoyExtension[] = []): EnvoyExtension {
  return extension('envoy.filters.network.http_connection_manager', 'filters.network.http_connection_manager.v3.HttpConnectionManager', {
    stat_prefix: name,
    stream_idle_timeout: '0s',
    route_config: { virtual_hosts: [{ name, domains: ['*'], routes }] },
    http_filters: [...filters, extension('envoy.filters.http.router', 'filters.http.router.v3.Router')],
  });
}

const cluster = (name: string, port: number): YamlValue => ({
  name,
  connect_timeout: '2s',
  load_assignment: { cluster_name: name, endpoints: [{ lb_endpoints: [{ endpoint: { address: address(HERE, port) } }] }] },
});
