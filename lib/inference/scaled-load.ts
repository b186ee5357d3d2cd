/** What the plan knows of the load of a pool that an autoscaler may use. */
import { mixedRate } from '../capacity/demand/request-rate';
import { copiesOf, gpusInAll } from '../capacity/gpus-of-replica';
import { replicaThroughput } from '../capacity/latency/throughput';
import type { FirstTokenBounds } from '../catalog/engines/first-token-bounds';
import { heldTargets, strictestTargets } from '../catalog/latency-targets';
import type { PoolView } from './pool-view';
import type { ScaledLoad } from './scaling-policy';

export function scaledLoad(pool: PoolView): ScaledLoad {
  return {
    gpusPerReplica: gpusInAll(pool.replica),
    firstTokenSeconds: strictestSeconds(pool),
    firstTokenBounds: boundsOf(pool),
    get peakReplicas() {
      const { replicasByHour } = pool.money;
      return replicasByHour === null ? null : Math.max(...replicasByHour);
    },
    promptTokens: promptTokens(pool),
    prefillTokensPerSecond: (tokens) => prefillRate(pool, tokens),
  };
}

/** The least that roles on the pool ask of the first token; null where nobody waits. */
function strictestSeconds({ demand }: PoolView): number | null {
  const { ttftMs } = strictestTargets(demand.classes.map(({ latency, latencyTargets }) => heldTargets(latency, latencyTargets)));
  return ttftMs === null ? null : ttftMs / 1_000;
}

/** Null where the engine says none, or a user sets others. */
function boundsOf({ engine, spec }: PoolView): FirstTokenBounds | null {
  const bounds = engine.firstTokenBounds;
  if (bounds === null) return null;
  const { setBy } = bounds;
  const isSet = setBy !== undefined && spec.extraArgs.some((arg) => arg === setBy || arg.startsWith(`${setBy}=`));
  return isSet ? null : bounds;
}

/** Tokens that are computed of the mean request; null where no role says how often it asks. */
function promptTokens({ demand }: PoolView): number | null {
  const rate = mixedRate(demand.planned) ?? mixedRate(demand.peak);
  return rate === null ? null : Math.max(1, rate.inputTokens - (rate.cachedInputTokens ?? 0));
}

/** Copies of the attention compute their prompts at once. */
function prefillRate({ replica }: PoolView, tokens: number): number | null {
  const rates = replicaThroughput(replica, { concurrency: 1, contextTokens: tokens });
  return 'missing' in rates ? null : rates.prefill.likely * copiesOf(replica);
}
