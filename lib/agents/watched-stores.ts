/** Stores of a fleet that Prometheus is told of: those of its runtime, and those that its agents reach through MCP servers and sandboxes. */
import type { IService } from '../security/service';
import {
  keepsSessions,
  keepsState,
  keepsVectors,
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
  const vectors = services.filter(keepsVectors);
  const inPostgres = vectors.flatMap(({ stateStore }) => stateStore ?? []);
  const states = new Set([...services.filter(keepsState), ...inPostgres]);
  const sessions = services.filter(keepsSessions);
  return {
    stores: sessions.flatMap(({ observed }) => observed ?? []),
    stateStores: [...states].flatMap(({ observed }) => observed ?? []),
    vectorStores: vectors.flatMap(({ observed }) => observed ?? []),
  };
}
