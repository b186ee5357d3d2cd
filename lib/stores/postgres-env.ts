/** Variables by which clients of a state store connect: those of libpq, and one address for programs that want a single variable. */
import type { SecretRef } from '../core/secret-ref';
import type { IStateStore } from './contract';

export interface PostgresEnvProps {
  readonly sslMode: string;
  /** The whole address with user and password; a text in which the kubelet fills both in stands after them. */
  readonly uri: string | SecretRef | undefined;
}

/** `DATABASE_URI` and `POSTGRES_URI` are the names under which the LangGraph server looks for its database; others read `DATABASE_URL`. */
export function postgresEnv(
  store: Omit<IStateStore, 'clientEnv' | 'admit' | 'kind'>,
  { sslMode, uri }: PostgresEnvProps,
): Readonly<Record<string, string | SecretRef>> {
  return {
    PGHOST: store.host,
    PGPORT: String(store.port),
    PGDATABASE: store.database,
    PGUSER: store.user,
    PGPASSWORD: store.password,
    PGSSLMODE: sslMode,
    ...(uri === undefined ? {} : { DATABASE_URL: uri, DATABASE_URI: uri, POSTGRES_URI: uri }),
  };
}

/** The whole address, in which the kubelet fills in user and password: for passwords that need no escaping. */
export const uriOf = ({ host, port, database }: Pick<IStateStore, 'host' | 'port' | 'database'>): string =>
  `postgresql://$(PGUSER):$(PGPASSWORD)@${host}:${port}/${database}?sslmode=require`;
