/** How the connections of Postgres are shared among the pods of a pooler. */
import type { CheckedPooler } from './state-pooler-props';

/** Connections of Postgres that no pooler takes: those of superusers (Postgres keeps three), of the operator, of its exporter, and for passwords of clients. Assumed. */
export const KEPT_CONNECTIONS = 10;

/** Connections to Postgres of one pod. @param maxConnections of each server */
export const serverConnectionsOf = ({ serverConnections, instances }: CheckedPooler, maxConnections: number): number =>
  serverConnections ?? Math.max(1, Math.floor((maxConnections - KEPT_CONNECTIONS) / (instances + 1)));
