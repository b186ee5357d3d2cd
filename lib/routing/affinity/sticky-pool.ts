import { type IDeployedPool, type IInferencePool, isDeployed } from '../../inference/contract';

/** A pool as the proxy sees it: many addresses behind one name. */
export interface StickyPool {
  /** Name of the pool in the proxy: `<namespace>.<name>`. */
  readonly id: string;
  /** Name that resolves to the address of every ready replica. */
  readonly host: string;
  readonly port: number;
  /** What a replica answers with 200 when it serves. */
  readonly healthPath: string;
}

export const stickyId = (pool: IInferencePool): string => `${pool.view().namespace}.${pool.name}`;

export function stickyPool(pool: IDeployedPool): StickyPool {
  return { id: stickyId(pool), host: pool.replicaHost(), port: pool.port, healthPath: pool.view().engine.healthPath };
}

/** One replica is always the right one, and a proxy of its own chooses itself. Encoders and rerankers have no session. */
export function hasReplicasToChoose(pool: IInferencePool): boolean {
  const { maxReplicas, spec } = pool.view();
  return isDeployed(pool) && pool.door === undefined && maxReplicas > 1 && spec.model.facts.kind === 'llm';
}
