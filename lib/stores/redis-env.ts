/** Variables by which clients of a session store find it and authenticate. */
import { SecretRef } from '../core/secret-ref';
import type { Workload } from '../security/workload';
import type { ISessionStore } from './contract';

/** A store as its clients see it; `uri` is the whole address, where a Secret holds it. */
type RedisServer = Omit<ISessionStore, 'clientEnv' | 'admit' | 'kind'> & {
  readonly uri?: SecretRef | undefined;
  /** By which the client signs in. @default - the user that every server has */
  readonly username?: string | undefined;
  /** @default 0 */
  readonly database?: number;
};

/** The same variables for every store, made or existing. The kubelet puts the password into the address; it stands after REDIS_PASSWORD because only earlier variables are expanded. */
export function redisEnv(store: RedisServer): Readonly<Record<string, string | SecretRef>> {
  const uri = store.uri ?? (isUrlSafe(store.password) ? uriOf(store) : undefined);
  return {
    REDIS_HOST: store.host,
    REDIS_PORT: String(store.port),
    ...(store.database === undefined || store.database === 0 ? {} : { REDIS_DB: String(store.database) }),
    // Some clients take any text for true.
    ...(store.tls ? { REDIS_SSL: 'true' } : {}),
    ...(store.caBundle === undefined ? {} : { REDIS_SSL_CA_CERTS: store.caBundle.file }),
    ...(store.username === undefined ? {} : { REDIS_USERNAME: store.username }),
    ...(store.password === undefined ? {} : { REDIS_PASSWORD: store.password }),
    ...(uri === undefined ? {} : { REDIS_URI: uri }),
    ...(store.caBundle === undefined || !isUrlSafe(store.password) ? {} : { REDIS_PLAIN_URL: addressOf(store) }),
  };
}

/** A generated password has letters and digits alone; another might break an address. */
function isUrlSafe(password: SecretRef | undefined): boolean {
  return password === undefined || password.origin === 'generated';
}

/** Without options, which clients of other languages refuse (go-redis: `unexpected option`) or take for nothing (ioredis, node-redis). */
function addressOf({ host, port, tls, username = '', password, database = 0 }: RedisServer): string {
  const user = password === undefined ? '' : `${username}:$(REDIS_PASSWORD)@`;
  return `${tls ? 'rediss' : 'redis'}://${user}${host}:${port}/${database}`;
}

/** With the options of redis-py and kombu; kombu checks nothing without the first. */
function uriOf(store: RedisServer): string {
  const options = store.caBundle === undefined ? '' : `?ssl_cert_reqs=required&ssl_ca_certs=${store.caBundle.file}`;
  return `${addressOf(store)}${options}`;
}

/** By which pods of this library sign in at a store, as its clients are told. */
export interface RedisLogin {
  readonly username: string | undefined;
  readonly password: SecretRef | undefined;
  readonly database: number;
}

/** Read of the variables, so that the stores of users need to say it once. */
export function loginAt(store: ISessionStore, client: Workload): RedisLogin {
  const { REDIS_USERNAME: username, REDIS_PASSWORD: password, REDIS_DB: database } = store.clientEnv(client);
  return {
    username: typeof username === 'string' ? username : undefined,
    password: SecretRef.isSecretRef(password) ? password : store.password,
    database: Number(database ?? 0),
  };
}
