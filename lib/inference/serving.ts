/** What a pool asks its engine to serve. Plain values, from the view of the pool. */

import { checkpointGiB } from '../capacity/checkpoint-size';
import { startupSecondsOf } from '../capacity/startup-time';
import type { ServingBase, ServingSpec } from './engines/adapter';
import { hubToken } from './hub-token';
import type { PoolView } from './pool-view';
import { type PoolWeights, poolWeights } from './pool-weights';
import { servedCheckpoint } from './served-checkpoint';

/** With the limits that the plan arrived at. */
export function servingSpec(pool: PoolView): ServingSpec {
  return { ...servingBase(pool), supply: pool.verdict.supply };
}

/** As far as it is known before any fleet has asked for anything. */
export function servingBase(pool: PoolView): ServingBase {
  const { spec } = pool;
  const { repository, atLoad } = servedCheckpoint(spec, pool.engine);
  const base: ServingBase = {
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
  return { ...base, huggingFaceToken: hubToken(spec, pool.adapter.repositories(base)) };
}

/** Download or load of the checkpoint, plus the start of the engine. */
export function startupSeconds({ replica, engine }: PoolView): number {
  const { engineSeconds, leastSeconds } = engine.startup;
  return startupSecondsOf({ checkpointGiB: checkpointGiB(replica), engineSeconds, leastSeconds });
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
