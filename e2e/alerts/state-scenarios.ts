/** What goes wrong at a state store of two servers and the pooler before it, at a vector store and at the volume of a session store, and what all write meanwhile. */
import { deploymentPod } from '../cluster/pod-names';
import type { Scenario } from './scenario';
import { type Course, gaugeValues, type InputSeries, type Timeline } from './series';

type Story = Pick<Scenario, 'minutes' | 'trouble'> & Partial<Pick<Scenario, 'silent' | 'severity' | 'pool'>>;

const story = (alert: string, severity: Scenario['severity'], { minutes, trouble, silent, pool = 'state' }: Story): Scenario => ({
  alert,
  severity,
  pool,
  minutes,
  trouble,
  ...(silent === undefined ? {} : { silent }),
});

export const STATE_SCENARIOS: readonly Scenario[] = [
  // The primary is lost, and its replica never takes its place.
  story('StateStoreDown', 'critical', { minutes: 15, trouble: { 'up@state-1': { troubled: 0 } } }),
  story('StateStoreDown', 'critical', { minutes: 15, trouble: { 'up@state-1': { troubled: null }, 'up@state-2': { troubled: null } } }),
  story('StateConnectionsHigh', 'warning', { minutes: 10, trouble: { connections: { troubled: 75 } }, silent: 'critical' }),
  story('StateConnectionsHigh', 'critical', { minutes: 10, trouble: { connections: { troubled: 90 } } }),
  story('StateDiskFull', 'warning', { minutes: 20, trouble: { disk: { troubled: 42e9 } }, silent: 'critical' }),
  story('StateDiskFull', 'critical', { minutes: 20, trouble: { disk: { troubled: 47e9 } } }),
  story('StateArchiveFailing', 'warning', { minutes: 30, trouble: { 'archiving failed': { troubled: 800 } } }),
  // A copy each day: the last one ended in the first minute, and a day, the time of a copy and an hour pass.
  story('StateBackupMissing', 'warning', { minutes: 1_620, trouble: { copied: { troubled: 60 } }, silent: 'critical' }),
  story('StateBackupMissing', 'critical', { minutes: 120, trouble: { copied: { troubled: 0 } }, silent: 'warning' }),
  story('StateBackupUnknown', 'warning', { minutes: 75, trouble: { copied: { troubled: null } } }),
  story('PoolerDown', 'critical', { minutes: 10, trouble: { fails: { troubled: 1 } } }),
  story('PoolerDown', 'critical', { minutes: 10, trouble: { fails: { troubled: null } } }),
  story('PoolerWaiting', 'warning', { minutes: 10, trouble: { wait: { troubled: 8 } }, silent: 'critical' }),
  story('PoolerWaiting', 'critical', { minutes: 10, trouble: { wait: { troubled: 70 } } }),
  story('PoolerClientsHigh', 'warning', { minutes: 10, trouble: { clients: { troubled: 900 } }, silent: 'critical' }),
  story('PoolerClientsHigh', 'critical', { minutes: 10, trouble: { clients: { troubled: 960 } } }),
  story('VectorStoreDown', 'critical', { minutes: 15, trouble: { 'memory ready': { troubled: 0 } }, pool: 'vectors' }),
  // Nobody made its pod: no node has room for it.
  story('VectorStoreDown', 'critical', { minutes: 15, trouble: { 'memory ready': { troubled: null } }, pool: 'vectors' }),
  story('VectorStoreDiskFull', 'warning', { minutes: 20, trouble: { vectors: { troubled: 42e9 } }, silent: 'critical', pool: 'vectors' }),
  story('VectorStoreDiskFull', 'critical', { minutes: 20, trouble: { vectors: { troubled: 47e9 } }, pool: 'vectors' }),
  story('StoreDiskFull', 'warning', { minutes: 20, trouble: { 'store disk': { troubled: 42e9 } }, silent: 'critical', pool: 'store' }),
  story('StoreDiskFull', 'critical', { minutes: 20, trouble: { 'store disk': { troubled: 47e9 } }, pool: 'store' }),
];

/** The pooler has all of its connections open, and one of its pods is replaced; the store of another fleet is full. */
export function stateInput(time: Timeline, trouble: Scenario['trouble']): InputSeries[] {
  const course = (name: string, healthy: number): Course => ({ healthy, ...trouble[name] });
  const gauge = (series: string, labels: string, name: string, healthy: number) => ({
    series: `${series}{namespace="research",${labels}}`,
    values: gaugeValues(course(name, healthy), time),
  });
  const volume = (claim: string, used: string) => [
    gauge('kubelet_volume_stats_used_bytes', `persistentvolumeclaim="${claim}"`, used, 20e9),
    gauge('kubelet_volume_stats_capacity_bytes', `persistentvolumeclaim="${claim}"`, `${used} size`, 50e9),
  ];
  const server = (pod: string, replica: number) => [
    gauge('cnpg_collector_up', `pod="${pod}",container="postgres",cluster="state"`, `up@${pod}`, 1),
    gauge('cnpg_pg_replication_in_recovery', `pod="${pod}",container="postgres"`, `in recovery@${pod}`, replica),
    // The clock of a story begins in 1970: no copy is old in it.
    gauge('barman_cloud_cloudnative_pg_io_last_available_backup_timestamp', `pod="${pod}",container="postgres"`, 'copied', 150_000),
    ...volume(pod, replica === 0 ? 'disk' : 'other disk'),
  ];
  const primary = 'pod="state-1",container="postgres"';
  const pooler = (pod: string) => [
    gauge('cnpg_pgbouncer_last_collection_error', `pod="${pod}"`, 'fails', 0),
    gauge('cnpg_pgbouncer_pools_maxwait', `pod="${pod}",database="app",user="app"`, 'wait', 0),
    gauge('cnpg_pgbouncer_pools_cl_waiting', `pod="${pod}",database="app",user="app"`, 'waiting', 0),
    gauge('cnpg_pgbouncer_lists_used_clients', `pod="${pod}"`, 'clients', 400),
  ];
  return [
    ...server('state-1', 0),
    ...server('state-2', 1),
    gauge('cnpg_backends_total', `${primary},datname="app",usename="app",state="active"`, 'connections', 50),
    gauge('cnpg_backends_total', `${primary},datname="app",usename="app",state="idle"`, 'idle connections', 7),
    gauge('cnpg_backends_total', `${primary},datname="",usename="streaming_replica",state="active"`, 'replicas', 30),
    // Never failed, then once in the night.
    gauge('cnpg_pg_stat_archiver_last_failed_time', primary, 'archiving failed', -1),
    gauge('cnpg_pg_stat_archiver_last_archived_time', primary, 'archived', 600),
    ...pooler(deploymentPod('state-pooler-rw', 0)),
    ...pooler(deploymentPod('state-pooler-rw', 1)),
    gauge('barman_cloud_cloudnative_pg_io_last_available_backup_timestamp', 'pod="state-of-others-1"', 'others', 1e9),
    gauge('cnpg_backends_total', 'pod="state-of-others-1",datname="app",usename="app",state="active"', 'others', 100),
    gauge('kubelet_volume_stats_used_bytes', 'persistentvolumeclaim="state-of-others-1"', 'others', 49e9),
    gauge('kubelet_volume_stats_capacity_bytes', 'persistentvolumeclaim="state-of-others-1"', 'others size', 50e9),
    ...volume('memory-data', 'vectors'),
    ...volume('sessions-data', 'store disk'),
    gauge('kube_pod_status_ready', 'pod="memory-0",condition="true"', 'memory ready', 1),
    gauge('kube_pod_status_ready', 'pod="memory-0",condition="false"', 'memory not ready', 0),
  ];
}
