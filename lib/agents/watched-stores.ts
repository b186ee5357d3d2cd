/** Stores of a fleet that Prometheus is told of: those of its runtime, and those that its agents reach through MCP servers and sandboxes. */
import type { IService } from '../security/service';
import {
  type ISessionStore,
  type IStateStore,
  type IVectorStore,
  isSessionStore,
  isStateStore,
  isVectorStore,
  type ObservedStateStore,
  type ObservedStore,
  type ObservedVectorStore,
} from '../stores/contract';

export interface WatchedStores {
  readonly stores: readonly ObservedStore[];
  readonly stateStores: readonly ObservedStateStore[];
  readonly vectorStores: readonly ObservedVectorStore[];
}

/** Each once. */
export function watchedStores(services: readonly IService[]): WatchedStores {
  const vectors = services.filter((service): service is IVectorStore => isVectorStore(service));
  const inPostgres = vectors.flatMap(({ stateStore }) => stateStore ?? []);
  const states = new Set([...services.filter((service): service is IStateStore => isStateStore(service)), ...inPostgres]);
  const sessions = services.filter((service): service is ISessionStore => isSessionStore(service));
  return {
    stores: sessions.flatMap(({ observed }) => observed ?? []),
    stateStores: [...states].flatMap(({ observed }) => observed ?? []),
    vectorStores: vectors.flatMap(({ observed }) => observed ?? []),
  };
}
