/** Variables by which clients of a session store find it and authenticate. */
import type { SecretRef } from '../core/secret-ref';
import type { ISessionStore } from './contract';

/** The kubelet puts the password into the address; it stands after REDIS_PASSWORD because only earlier variables are expanded. */
export function redisEnv(store: Omit<ISessionStore, 'clientEnv' | 'admit' | 'kind'>): Readonly<Record<string, string | SecretRef>> {
  return {
    REDIS_HOST: store.host,
    REDIS_PORT: String(store.port),
    ...(store.tls ? { REDIS_SSL: 'true' } : {}),
    ...(store.password === undefined ? {} : { REDIS_PASSWORD: store.password }),
    ...(isUrlSafe(store.password) ? { REDIS_URI: uri(store) } : {}),
  };
}

/** A drawn password has letters and digits alone; one that somebody chose might break an address. */
function isUrlSafe(password: SecretRef | undefined): boolean {
  return password === undefined || password.origin === 'generated';
}

function uri({ host, port, tls, password }: Omit<ISessionStore, 'clientEnv' | 'admit' | 'kind'>): string {
  const user = password === undefined ? '' : ':$(REDIS_PASSWORD)@';
  return `${tls ? 'rediss' : 'redis'}://${user}${host}:${port}/0`;
}
