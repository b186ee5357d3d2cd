/** Alerts on the state stores of fleets: no server that takes writes, connections that run out, full volumes, an archive that is not written, whole copies that are missing. */
import type { ObservedStateStore } from '../stores/contract';
import { backupRules } from './backup-rules';
import { poolerRules } from './pooler-rules';
import { type AlertBody, EVALUATION_INTERVAL, type MakeAlert, type RuleGroup } from './rule';
import { DISK_CRITICAL, DISK_WARNING, volumeFull } from './volume-rules';

/** Shares of the connections that clients may open. */
const CONNECTIONS_WARNING = 0.8;
const CONNECTIONS_CRITICAL = 0.95;
/** Connections beyond those of a pooler, which are the operator's and of whoever passes the pooler by. */
const BESIDE_POOLER = { warning: 5, critical: 7 };

export function stateStoreRules(store: ObservedStateStore): RuleGroup {
  const { name, namespace } = store.scraped.workload;
  const labels = { namespace: namespace.name, state_store: name };
  const make: MakeAlert = (alert, severity, body) => ({ alert: `AgentFleet${alert}`, ...body, labels: { ...labels, severity } });
  const { warning, critical } = connectionsThatAreMany(store);
  const full = volumeFull(store.volumes, { name, kind: 'state store', whenFull: 'Postgres stops' });
  return {
    name: `${name}-state-store`,
    interval: EVALUATION_INTERVAL,
    rules: [
      make('StateStoreDown', 'critical', down(store, name)),
      make('StateConnectionsHigh', 'warning', connections(store, name, warning)),
      make('StateConnectionsHigh', 'critical', connections(store, name, critical)),
      make('StateDiskFull', 'warning', full(DISK_WARNING)),
      make('StateDiskFull', 'critical', full(DISK_CRITICAL)),
      ...(store.archiveFails === undefined ? [] : [make('StateArchiveFailing', 'warning', archiveFails(store.archiveFails, name))]),
      ...(store.backups === undefined ? [] : backupRules(store.backups, store.up, { name, make })),
      ...(store.pooler === undefined ? [] : poolerRules(store.pooler, make)),
    ],
  };
}

/** A pooler may have all of its own open while all is well. */
function connectionsThatAreMany({ mostConnections, pooler }: ObservedStateStore): Readonly<Record<'warning' | 'critical', number>> {
  const pooled = (kept: number) => (pooler === undefined ? 0 : pooler.mostServerConnections + kept);
  return {
    warning: Math.max(Math.ceil(mostConnections * CONNECTIONS_WARNING), pooled(BESIDE_POOLER.warning)),
    critical: Math.max(Math.ceil(mostConnections * CONNECTIONS_CRITICAL), pooled(BESIDE_POOLER.critical)),
  };
}

const down = ({ up, takesWrites }: ObservedStateStore, name: string): AlertBody => ({
  expr: `(max(${up}) or vector(0)) == 0 or max(${takesWrites}) == 0`,
  for: '5m',
  annotations: {
    summary: `${name}: no server takes writes`,
    description: 'For 5 minutes no server of the state store answers, or none of them is the primary: agents save no step and resume none.',
  },
});

const connections = ({ connections: open, mostConnections }: ObservedStateStore, name: string, many: number): AlertBody => ({
  expr: `max(sum by (pod) (${open})) >= ${many}`,
  for: '5m',
  annotations: {
    summary: `${name}: ${many} of ${mostConnections} connections are open`,
    description: `{{ $value }} connections are open on one server, and it takes ${mostConnections} of clients: those beyond them are refused, and agents fail where they save a step.`,
  },
});

const archiveFails = (fails: string, name: string): AlertBody => ({
  expr: `max(${fails}) == 1`,
  for: '15m',
  annotations: {
    summary: `${name}: changes do not reach the archive`,
    description:
      'The last file of changes could not be archived. What was written since cannot be restored, and the files stay on the volume until it is full.',
  },
});
