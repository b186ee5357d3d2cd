/** What the servers of a state store and the pooler before them tell Prometheus, by what it means. */
import { deploymentPods, numberedPods, podMatchers } from '../core/kubernetes/pod-names';
import type { IScraped } from '../security/scraped';
import { longestGapSeconds } from './backup-schedule';
import type { ObservedBackups, ObservedPooler, ObservedStateStore } from './contract';
import { serverConnectionsOf } from './pooler-connections';
import type { CheckedPooler } from './state-pooler-props';
import { volumesOf } from './volume-series';

/** What a store is asked about. */
interface CountedServers {
  readonly maxConnections: number;
  readonly storageGiB: number;
  readonly backups?: { readonly schedule: string } | undefined;
}

/** `superuser_reserved_connections` of Postgres, which the operator leaves as it is. */
const SUPERUSER_CONNECTIONS = 3;

/** A volume is read, compressed by one core and written to the object store: assumed, at the lower end of what gzip does. */
const COPIED_BYTES_PER_SECOND = 20 * 2 ** 20;

const matching = (series: string, place: string, more = ''): string => `${series}{${place}${more}}`;

/**
 * Series of CloudNativePG 1.30: pkg/management/postgres/webserver/metricserver/pg_collector.go, and config/manager/default-monitoring.yaml, whose figures are asked for every 30 s. A
 * server that cannot be asked keeps its last figures, so that `cnpg_collector_up` says which of them hold.
 */
export function observedServers(scraped: IScraped, spec: CountedServers, pooler: ObservedPooler | undefined): ObservedStateStore {
  const { workload, metricsPortName, metricsPath } = scraped;
  const { name, namespace, selector } = workload;
  const servers = podMatchers(namespace.name, numberedPods(name));
  const byPod = (series: string) => `max by (pod) (${matching(series, servers)})`;
  return {
    // The pooler has the label of its cluster too, and a port of the same name.
    scraped: { metricsPortName, metricsPath, workload: { ...workload, selector: { ...selector, 'cnpg.io/podRole': 'instance' } } },
    up: matching('cnpg_collector_up', servers),
    takesWrites: `${byPod('cnpg_collector_up')} * on (pod) (${byPod('cnpg_pg_replication_in_recovery')} == bool 0)`,
    // Those of replicas are counted against a maximum of their own.
    connections: matching('cnpg_backends_total', servers, ',usename!="streaming_replica"'),
    mostConnections: spec.maxConnections - SUPERUSER_CONNECTIONS,
    volumes: volumesOf(namespace.name, numberedPods(name)),
    archiveFails:
      spec.backups === undefined
        ? undefined
        : `${byPod('cnpg_pg_stat_archiver_last_failed_time')} > bool ${byPod('cnpg_pg_stat_archiver_last_archived_time')}`,
    backups: spec.backups === undefined ? undefined : copiesOf(spec.backups.schedule, spec.storageGiB, servers),
    pooler,
  };
}

/**
 * Series of the Barman Cloud plugin 0.13 (internal/cnpgi/instance/metrics.go), which the exporter of each server writes beside its own. All servers say the same: what the status of the
 * object store says, which the primary writes after each copy and each time that it looks into the bucket.
 */
const copiesOf = (schedule: string, storageGiB: number, servers: string): ObservedBackups => ({
  lastEnded: matching('barman_cloud_cloudnative_pg_io_last_available_backup_timestamp', servers),
  longestGapSeconds: longestGapSeconds(schedule) ?? 0,
  copySeconds: Math.ceil((storageGiB * 2 ** 30) / COPIED_BYTES_PER_SECOND),
});

/** Series of CloudNativePG 1.30, pkg/management/pgbouncer/metricsserver. Its `cnpg_pgbouncer_up` is computed and never written out. */
export function observedPooler(scraped: IScraped, spec: CheckedPooler, maxConnections: number): ObservedPooler {
  const { name, namespace } = scraped.workload;
  const pods = podMatchers(namespace.name, deploymentPods(name));
  return {
    scraped,
    fails: matching('cnpg_pgbouncer_last_collection_error', pods),
    longestWaitSeconds: matching('cnpg_pgbouncer_pools_maxwait', pods),
    waiting: matching('cnpg_pgbouncer_pools_cl_waiting', pods),
    clients: matching('cnpg_pgbouncer_lists_used_clients', pods),
    mostClients: spec.clientConnections,
    // While pods are replaced there is one more.
    mostServerConnections: serverConnectionsOf(spec, maxConnections) * (spec.instances + 1),
  };
}
