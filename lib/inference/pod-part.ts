/** What a pod of a pool is to its replica: all of it, or one of the pods that share it. */
import type { Engine } from '../catalog/engines/engine';
import type { Fabric } from '../platform/fabric';
import type { EngineAdapter } from './engines/adapter';
import { API_PORT_NAME } from './serving-ports';

export interface PodPart {
  /** Requests come to it: it has the named ports, which services and scrapes look for. */
  readonly answers: boolean;
  /** Where its health is asked; null where nothing answers, so that only the end of its process says that it failed. */
  readonly health: { readonly path: string; readonly port: string } | null;
  /** It waits until the leader has drained before it stops. */
  readonly outlastsLeader: boolean;
  /** Resources of its node beside CPU, memory and GPUs. */
  readonly resources: Readonly<Record<string, string>>;
}

export const wholeReplica = ({ healthPath }: Engine): PodPart => ({
  answers: true,
  health: { path: healthPath, port: API_PORT_NAME },
  outlastsLeader: false,
  resources: {},
});

export const leaderPart = (engine: Engine, resources: PodPart['resources']): PodPart => ({ ...wholeReplica(engine), resources });

/** Its port has no name: a scrape or a service that picks pods of the pool by the name of a port passes it by. */
export const workerPart = ({ port }: Engine, { multiNode }: EngineAdapter, resources: PodPart['resources']): PodPart => ({
  answers: false,
  health: multiNode?.workerHealthPath ? { path: multiNode.workerHealthPath, port: String(port) } : null,
  outlastsLeader: true,
  resources,
});

/** As large a part of the adapters as of the GPUs; at least one, because without an adapter there is no fabric. */
export function fabricResources({ resources = {} }: Fabric, share: number): Record<string, string> {
  return Object.fromEntries(Object.entries(resources).map(([name, count]) => [name, String(Math.max(1, Math.ceil(count * share)))]));
}
