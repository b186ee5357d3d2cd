/** The contract of stores: what routers, fleets and policies know of one, whether this library makes it or it exists already. */
import type { SecretRef } from '../core/secret-ref';
import { type IService, isServiceOf } from '../security/service';

/** Keeps something between two requests. A store of your own implements one of the kinds below; hold it against `storeProblems`. */
export interface IStore extends IService {
  readonly kind: StoreKind;
}

/** What a store keeps: short-term memory and counters, durable state, or vectors. */
export type StoreKind = 'session-store' | 'state-store' | 'vector-store';

/** Short-term memory of agents, counters of routers: anything that speaks the Redis protocol. */
export interface ISessionStore extends IStore {
  readonly kind: 'session-store';
  readonly tls: boolean;
  /** Undefined where the server asks for none. */
  readonly password: SecretRef | undefined;
}

/** Durable state and checkpoints: a Postgres database. */
export interface IStateStore extends IStore {
  readonly kind: 'state-store';
  readonly database: string;
  readonly user: string | SecretRef;
  readonly password: SecretRef;
}

/** Long-term memory: vectors, found by their neighbourhood. */
export interface IVectorStore extends IStore {
  readonly kind: 'vector-store';
  /** Numbers in one vector; undefined where it is not known. */
  readonly dimensions: number | undefined;
  /** Password or API key; undefined where the server asks for none. */
  readonly password: SecretRef | undefined;
}

export const isSessionStore = isServiceOf('session-store' satisfies StoreKind);
export const isStateStore = isServiceOf('state-store' satisfies StoreKind);
export const isVectorStore = isServiceOf('vector-store' satisfies StoreKind);
