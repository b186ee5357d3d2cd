/** Alerts on the pooler before a state store: no pod that answers, clients that wait, clients that are refused. */
import type { ObservedPooler } from '../stores/contract';
import type { AlertBody, AlertRule, MakeAlert } from './rule';

const WAIT_WARNING_SECONDS = 2;
/** Half of the time after which PgBouncer ends a client that waits (`query_wait_timeout`, 120 s). */
const WAIT_CRITICAL_SECONDS = 60;
/** Shares of the clients that a pod takes. */
const CLIENTS_WARNING = 0.8;
const CLIENTS_CRITICAL = 0.95;

export function poolerRules(pooler: ObservedPooler, make: MakeAlert): AlertRule[] {
  const { name } = pooler.scraped.workload;
  return [
    make('PoolerDown', 'critical', down(pooler, name)),
    make('PoolerWaiting', 'warning', waits(pooler, name, WAIT_WARNING_SECONDS, '5m')),
    make('PoolerWaiting', 'critical', waits(pooler, name, WAIT_CRITICAL_SECONDS, '1m')),
    make('PoolerClientsHigh', 'warning', clients(pooler, name, CLIENTS_WARNING)),
    make('PoolerClientsHigh', 'critical', clients(pooler, name, CLIENTS_CRITICAL)),
  ];
}

const down = ({ fails }: ObservedPooler, name: string): AlertBody => ({
  expr: `(min(${fails}) or vector(1)) == 1`,
  for: '3m',
  annotations: {
    summary: `${name}: no pooler answers`,
    description: 'No pod of the pooler answers, and clients reach the state store through it alone: agents save no step and resume none.',
  },
});

const waits = ({ longestWaitSeconds }: ObservedPooler, name: string, seconds: number, lasts: string): AlertBody => ({
  expr: `max(${longestWaitSeconds}) >= ${seconds}`,
  for: lasts,
  annotations: {
    summary: `${name}: clients wait for the database`,
    description: `A client has waited {{ $value }} s for a connection to Postgres: all that the pooler may open are in use. It ends those that wait for 120 s.`,
  },
});

const clients = ({ clients: connected, mostClients }: ObservedPooler, name: string, share: number): AlertBody => ({
  expr: `max(sum by (pod) (${connected})) > ${Math.floor(mostClients * share)}`,
  for: '5m',
  annotations: {
    summary: `${name}: ${Math.round(share * 100)} % of the clients of a pod`,
    description: `{{ $value }} clients are connected to one pod of the pooler, and it takes ${mostClients}: those beyond them are refused.`,
  },
});
