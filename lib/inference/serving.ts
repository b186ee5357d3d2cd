/** What a pool asks its engine to serve. Plain values, from the view of the pool. */
import { fromGiB } from '../core/units';
import type { ServingBase, ServingSpec } from './engines/adapter';
import type { PoolView } from './pool-view';
import { checkpointGiB, type PoolWeights, poolWeights } from './pool-weights';
import { servedCheckpoint } from './served-checkpoint';

/** Slowest download we plan for, bytes per second; published cold starts of 70B models without a cache imply about this. */
const DOWNLOAD_BYTES_PER_SECOND = 100e6;

/** With the limits that the plan arrived at. */
export function servingSpec(pool: PoolView): ServingSpec {
  return { ...servingBase(pool), supply: pool.verdict.supply };
}

/** As far as it is known before any fleet has asked for anything. */
export function servingBase(pool: PoolView): ServingBase {
  const { spec } = pool;
  const { repository, atLoad } = servedCheckpoint(spec, pool.engine);
  return {
    replica: pool.replica,
    checkpoint: repository,
    quantizedAtLoad: atLoad,
    servedName: pool.servedName,
    toolCalling: spec.toolCalling ?? true,
    chatTemplate: spec.chatTemplate,
    speculative: spec.speculative,
    extraArgs: spec.extraArgs,
    huggingFaceToken: spec.huggingFaceToken,
    startupSeconds: startupSeconds(pool),
  };
}

/** Download or load of the checkpoint at the slowest rate we plan for, plus the start of the engine. */
export function startupSeconds({ spec, replica, engine }: PoolView): number {
  const load = fromGiB(checkpointGiB(spec.model, replica) ?? 0) / DOWNLOAD_BYTES_PER_SECOND;
  const { engineSeconds, leastSeconds } = engine.startup;
  return Math.ceil(Math.max(leastSeconds, load + engineSeconds) / 10) * 10;
}

/** Weights of a pool; what they are depends on its props alone, never on demand. */
export function weightsOf(pool: PoolView): PoolWeights {
  const { name, spec, replica } = pool;
  return poolWeights({ name, spec, replica, repositories: pool.adapter.repositories(servingBase(pool)) });
}

/** The serving pod itself downloads, and so needs its way to the hub. */
export function loadsIntoPod(pool: PoolView): boolean {
  const { kind, repositories } = weightsOf(pool);
  return kind === 'ephemeral' && repositories.length > 0;
}
