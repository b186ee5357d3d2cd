/** Where the instances of a router count together: limits of keys and of deployments, and which of them failed. */
import type { YamlValue } from '../../core/yaml';
import type { Workload } from '../../security/workload';
import type { ISessionStore } from '../../stores/contract';
import { loginAt, type RedisLogin } from '../../stores/redis-env';
import type { LiteLLMRouterSpec } from './router-props';

export interface CountsStore {
  readonly store: ISessionStore;
  readonly login: RedisLogin;
}

/** Undefined where each instance counts for itself. */
export function countsStoreOf({ sessionStore: store }: LiteLLMRouterSpec, router: Workload): CountsStore | undefined {
  return store === undefined ? undefined : { store, login: loginAt(store, router) };
}

/** Limits of keys. */
export function coordinationRedis(counts: CountsStore | undefined): YamlValue | undefined {
  if (counts === undefined) return undefined;
  const { host, port } = counts.store;
  return { host, port, password: passwordOf(counts), ...beside(counts) };
}

/** Limits of deployments. */
export function redisSettings(counts: CountsStore | undefined): Record<string, YamlValue | undefined> {
  if (counts === undefined) return {};
  const { host, port } = counts.store;
  const others = beside(counts);
  return {
    redis_host: host,
    redis_port: port,
    redis_password: passwordOf(counts),
    cache_kwargs: Object.values(others).every((value) => value === undefined) ? undefined : others,
  };
}

const passwordOf = ({ login }: CountsStore): string | undefined => (login.password === undefined ? undefined : 'os.environ/REDIS_PASSWORD');

const beside = ({ store, login: { username, database } }: CountsStore): Record<string, YamlValue | undefined> => ({
  username,
  db: database === 0 ? undefined : database,
  ssl: store.tls ? true : undefined,
  ssl_ca_certs: store.caBundle?.file,
});
