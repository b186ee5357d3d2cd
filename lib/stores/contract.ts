/** What routers, fleets and policies know of a store, whether this library makes it or it exists already. */
import type { SecretRef } from '../core/secret-ref';
import type { IService } from '../security/network-client';

/** Short-term memory of agents, counters of routers: anything that speaks the Redis protocol. */
export interface ISessionStore extends IService {
  readonly kind: 'session-store';
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** Undefined where the server asks for none. */
  readonly password: SecretRef | undefined;
}

/** Durable state and checkpoints: a Postgres database. */
export interface IStateStore extends IService {
  readonly kind: 'state-store';
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string | SecretRef;
  readonly password: SecretRef;
}
