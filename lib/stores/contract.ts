/** The contract of stores: what routers, fleets and policies know of one, whether this library makes it or it exists already. */
import type { SecretRef } from '../core/secret-ref';
import type { CaBundle } from '../security/ca-bundle';
import type { IScraped } from '../security/scraped';
import { type IService, isServiceOf } from '../security/service';
import type { Workload } from '../security/workload';

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
  /**
   * Certificates by which clients check a server with TLS; `volumes` has what they mount.
   * @default - those that their images trust
   */
  readonly caBundle?: CaBundle | undefined;
  /** Password of whoever looks after the server; undefined where it asks for none. Clients sign in with what `clientEnv` gives them. */
  readonly password: SecretRef | undefined;
  /**
   * What Prometheus is told of it.
   * @default - nothing: no alert is about it
   */
  readonly observed?: ObservedStore | undefined;
  /**
   * Patterns of the keys that a client may use.
   * @default - every key
   */
  keysOf?(client: Workload): readonly string[];
  /**
   * Opens the network from a client to the store.
   * @param use what the client does there, where it is less than everything
   */
  admit(client: Workload, use?: SessionUse): void;
}

/** What a client does with a session store. Stores that know one user alone need not read it. */
export interface SessionUse {
  /**
   * It counts what agents must neither change nor drop, e.g. the limits of a router: it gets a database of its own (`REDIS_DB`).
   * @default false
   */
  readonly counts?: boolean;
  /**
   * Patterns of the keys that it uses, e.g. those of a stream.
   * @default - every key
   */
  readonly keys?: readonly string[];
  /**
   * Streams whose entries Prometheus counts.
   * @default - none
   */
  readonly streams?: readonly string[];
}

/** Volumes of a store: series of the kubelet with their selectors, by `persistentvolumeclaim`. */
export interface ObservedVolumes {
  readonly usedBytes: string;
  readonly bytes: string;
}

/** A session store as alerts see it: series with their selectors, by what they mean. */
export interface ObservedStore {
  readonly scraped: IScraped;
  /** 1 where the server answers. */
  readonly up: string;
  /** Memory that data takes, and that it may take, bytes. */
  readonly usedBytes: string;
  readonly mostBytes: string;
  /** Counts keys that were dropped because the memory was full. */
  readonly evicted: string;
  /** 1 where the last write to the log succeeded. */
  readonly writesLog: string;
  /**
   * 1 where the log could be written anew the last time that it had grown, without what is gone from memory.
   * @default - not known: no alert is about it
   */
  readonly shortensLog?: string | undefined;
  /** Entries of a stream. */
  lengthOf(stream: string): string;
  /**
   * The volume of its log.
   * @default - not known: no alert is about it
   */
  readonly volumes?: ObservedVolumes | undefined;
  /**
   * When its certificate is to be renewed, and when it ends: Unix time, seconds.
   * @default - it has none that somebody renews
   */
  readonly certificate?: { readonly renewed: string; readonly ends: string } | undefined;
}

/** A state store as alerts see it: series with their selectors, by what they mean. */
export interface ObservedStateStore {
  /** Its servers. */
  readonly scraped: IScraped;
  /** 1 for each server that answers. */
  readonly up: string;
  /** 1 for the server that takes writes, by `pod`. */
  readonly takesWrites: string;
  /** Open connections of clients, by `pod`. */
  readonly connections: string;
  /** Connections that each server takes of clients. */
  readonly mostConnections: number;
  readonly volumes: ObservedVolumes;
  /**
   * 1 while changes do not reach the archive, by `pod`.
   * @default - it has none
   */
  readonly archiveFails?: string | undefined;
  /**
   * Whole copies of the data, with which every restore begins.
   * @default - none are made, or not known: no alert is about them
   */
  readonly backups?: ObservedBackups | undefined;
  /** @default - clients connect to the servers themselves */
  readonly pooler?: ObservedPooler | undefined;
}

/** Whole copies of a state store as alerts see them. */
export interface ObservedBackups {
  /** When the last one ended, by `pod`: Unix time, seconds. 0 where there never was one; nothing where nobody can say. */
  readonly lastEnded: string;
  /** Time between the beginnings of two of them, at most, seconds. */
  readonly longestGapSeconds: number;
  /** Time that one takes, at most, seconds. */
  readonly copySeconds: number;
}

/** A vector store as alerts see it. */
export interface ObservedVectorStore {
  readonly name: string;
  readonly namespace: string;
  /** 1 for each pod that is ready. */
  readonly ready: string;
  readonly volumes: ObservedVolumes;
}

/** A pooler before a state store as alerts see it. */
export interface ObservedPooler {
  readonly scraped: IScraped;
  /** 1 where a pod cannot be asked. */
  readonly fails: string;
  /** Seconds for which the first client in the queue has waited for a connection to the database. */
  readonly longestWaitSeconds: string;
  /** Clients that wait for one. */
  readonly waiting: string;
  /** Connections of clients, by `pod`. */
  readonly clients: string;
  /** Connections of clients that each pod takes. */
  readonly mostClients: number;
  /** Connections to the database that all its pods open together, while one of them is replaced too. */
  readonly mostServerConnections: number;
}

/** Durable state and checkpoints: a Postgres database. */
export interface IStateStore extends IStore {
  readonly kind: 'state-store';
  readonly database: string;
  readonly user: string | SecretRef;
  readonly password: SecretRef;
  /**
   * The same database past its pooler, for what needs a session of its own, e.g. migrations that hold a lock.
   * @default - it has no pooler
   */
  readonly direct?: IStateStore | undefined;
  /**
   * What Prometheus is told of it.
   * @default - nothing: no alert is about it
   */
  readonly observed?: ObservedStateStore | undefined;
  /**
   * A client says how many connections all of its pods open at most; asked for when the app is synthesized.
   * @default - nobody holds them against what the store takes
   */
  expectConnections?(client: Workload, connections: () => number): void;
}

/** Long-term memory: vectors, found by their neighbourhood. */
export interface IVectorStore extends IStore {
  readonly kind: 'vector-store';
  /** Numbers in one vector; undefined where it is not known. */
  readonly dimensions: number | undefined;
  /** Password or API key; undefined where the server asks for none. */
  readonly password: SecretRef | undefined;
  /**
   * The state store that holds its vectors.
   * @default - it is a server of its own
   */
  readonly stateStore?: IStateStore | undefined;
  /**
   * What Kubernetes tells Prometheus of it.
   * @default - nothing: no alert is about it
   */
  readonly observed?: ObservedVectorStore | undefined;
}

/** What a service keeps. It was recognised when it was given: to recognise it again would look at all resources that it consists of. */
export const keepsSessions = (service: IService): service is ISessionStore => service.kind === ('session-store' satisfies StoreKind);
export const keepsState = (service: IService): service is IStateStore => service.kind === ('state-store' satisfies StoreKind);
export const keepsVectors = (service: IService): service is IVectorStore => service.kind === ('vector-store' satisfies StoreKind);

export const isSessionStore = isServiceOf('session-store' satisfies StoreKind);
export const isStateStore = isServiceOf('state-store' satisfies StoreKind);
export const isVectorStore = isServiceOf('vector-store' satisfies StoreKind);
