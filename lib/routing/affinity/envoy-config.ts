/**
 * The configuration of Envoy that keeps a session on its replica: a Maglev table per pool over the addresses of its ready pods. Measured with the real
 * program: a table moves the sessions of a replica that leaves and one in a thousand of the others; a hash ring moves a tenth of the rest as well, because its points are
 * shared out anew. (nginx computes one point for all addresses of a name, and so no affinity at all, unless the name is asked for as SRV.)
 */
import type { YamlValue } from '../../core/yaml';
import { type EnvoyExtension, extension } from './envoy-extension';
import type { StickyPool } from './sticky-pool';

export const PROXY_PORT = 8080;
/** Readiness and metrics; the admin interface itself listens on the pod's own address only. */
export const STATUS_PORT = 9902;
export const ADMIN_PORT = 9901;
export const METRICS_PATH = '/stats/prometheus';
export const READY_PATH = '/ready';

/** Counters of the listener are named after it. */
export const LISTENER = 'sessions';
const ADMIN = 'admin';
const ANYWHERE = '0.0.0.0';
const HERE = '127.0.0.1';
/** A prime far above the replicas of a pool: each gets the same share within a few thousandths. */
const TABLE_SIZE = 65_537;
/** How often the name is asked again. CoreDNS may hold an answer for 30 s (`cache 30` of the usual Corefile); a pod that left refuses connections, and is left out. */
const REFRESH = '5s';
/** How often each replica is asked for its health. */
const CHECKS = '5s';
const MOST_CONNECTIONS = 50_000;
/**
 * How often a retry draws a replica until it finds another than the dead one. Each draw hits a replica with its share of the table, and every retry draws the same:
 * with five draws and four replicas one session in a thousand met the dead one again.
 */
const HOST_ATTEMPTS = 32;

export interface EnvoySettings {
  /** Headers that name the session; the first that a request has counts. */
  readonly headers: readonly string[];
  readonly loadFactor: number;
}

export function envoyConfig(pools: readonly StickyPool[], settings: EnvoySettings): YamlValue {
  return {
    admin: { address: address(HERE, ADMIN_PORT) },
    static_resources: {
      listeners: [
        listener(
          LISTENER,
          PROXY_PORT,
          pools.map((pool) => route(pool, settings)),
        ),
        listener(
          'status',
          STATUS_PORT,
          [METRICS_PATH, READY_PATH].map((path) => ({ match: { path }, route: { cluster: ADMIN } })),
        ),
      ],
      clusters: [...pools.map((pool) => cluster(pool, settings)), adminCluster()],
    },
    overload_manager: {
      resource_monitors: [
        extension(
          'envoy.resource_monitors.global_downstream_max_connections',
          'resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig',
          {
            max_active_downstream_connections: MOST_CONNECTIONS,
          },
        ),
      ],
    },
  };
}

/** Prefix under which the proxy serves a pool. */
export const pathOf = (id: string): string => `/${id}/`;

const address = (host: string, port: number) => ({ socket_address: { address: host, port_value: port } });

function listener(name: string, port: number, routes: readonly YamlValue[]): YamlValue {
  return {
    name,
    address: address(ANYWHERE, port),
    filter_chains: [{ filters: [connectionManager(name, routes)] }],
  };
}

function connectionManager(name: string, routes: readonly YamlValue[]): EnvoyExtension {
  return extension('envoy.filters.network.http_connection_manager', 'filters.network.http_connection_manager.v3.HttpConnectionManager', {
    stat_prefix: name,
    // An answer may think for minutes before its first token; the router bounds it.
    stream_idle_timeout: '0s',
    route_config: { virtual_hosts: [{ name, domains: ['*'], routes }] },
    http_filters: [extension('envoy.filters.http.router', 'filters.http.router.v3.Router')],
  });
}

function route({ id }: StickyPool, { headers }: EnvoySettings): YamlValue {
  return {
    match: { prefix: pathOf(id) },
    route: {
      cluster: id,
      prefix_rewrite: '/',
      timeout: '0s',
      hash_policy: headers.map((name) => ({ header: { header_name: name }, terminal: true })),
      // Only what no replica has begun to work on is sent to the next one.
      retry_policy: {
        retry_on: 'connect-failure,refused-stream',
        num_retries: 2,
        retry_host_predicate: [
          extension('envoy.retry_host_predicates.previous_hosts', 'retry.host.previous_hosts.v3.PreviousHostsPredicate'),
        ],
        host_selection_retry_max_attempts: HOST_ATTEMPTS,
      },
    },
  };
}

function cluster(pool: StickyPool, { loadFactor }: EnvoySettings): YamlValue {
  return {
    name: pool.id,
    connect_timeout: '2s',
    cluster_type: extension('envoy.cluster.dns', 'clusters.dns.v3.DnsCluster', {
      dns_refresh_rate: REFRESH,
      respect_dns_ttl: false,
      dns_lookup_family: 'V4_PREFERRED',
    }),
    // A pod that has left the name is done, however healthy it still answers.
    ignore_health_on_host_removal: true,
    lb_policy: 'MAGLEV',
    maglev_lb_config: { table_size: TABLE_SIZE },
    common_lb_config: {
      consistent_hashing_lb_config: { hash_balance_factor: Math.round(loadFactor * 100) },
      // Replicas that do not answer are never asked, even when most do not.
      healthy_panic_threshold: { value: 0 },
    },
    health_checks: [
      {
        timeout: '2s',
        interval: CHECKS,
        // Before the first request Envoy would look once a minute: for so long a replica that was found too early would get none.
        no_traffic_interval: CHECKS,
        unhealthy_threshold: 2,
        healthy_threshold: 1,
        http_health_check: { path: pool.healthPath },
      },
    ],
    load_assignment: endpoints(pool.id, pool.host, pool.port),
  };
}

const adminCluster = (): YamlValue => ({ name: ADMIN, connect_timeout: '1s', load_assignment: endpoints(ADMIN, HERE, ADMIN_PORT) });

const endpoints = (name: string, host: string, port: number): YamlValue => ({
  cluster_name: name,
  endpoints: [{ lb_endpoints: [{ endpoint: { address: address(host, port) } }] }],
});
