/** Variables by which clients of a session store find it and authenticate. */
import type { SecretRef } from '../core/secret-ref';
import type { ISessionStore } from './contract';

/** A store as its clients see it; `uri` is the whole address, where a Secret holds it. */
type RedisServer = Omit<ISessionStore, 'clientEnv' | 'admit' | 'kind'> & { readonly uri?: SecretRef | undefined };

/** The same variables for every store, made or existing. The kubelet puts the password into the address; it stands after REDIS_PASSWORD because only earlier variables are expanded. */
export function redisEnv(store: RedisServer): Readonly<Record<string, string | SecretRef>> {
  const uri = store.uri ?? (isUrlSafe(store.password) ? uriOf(store) : undefined);
  return {
    REDIS_HOST: store.host,
    REDIS_PORT: String(store.port),
    // Some clients take any text for true.
    ...(store.tls ? { REDIS_SSL: 'true' } : {}),
    ...(store.password === undefined ? {} : { REDIS_PASSWORD: store.password }),
    ...(uri === undefined ? {} : { REDIS_URI: uri }),
  };
}

/** A generated password has letters and digits alone; another might break an address. */
function isUrlSafe(password: SecretRef | undefined): boolean {
  return password === undefined || password.origin === 'generated';
}

function uriOf({ host, port, tls, password }: RedisServer): string {
  const user = password === undefined ? '' : ':$(REDIS_PASSWORD)@';
  return `${tls ? 'rediss' : 'redis'}://${user}${host}:${port}/0`;
}
