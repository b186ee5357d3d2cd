/** How long a new replica takes against how fast a burst overloads those that are there. */

import { checkpointGiB } from '../capacity/checkpoint-size';
import { type Burst, burstOf } from '../capacity/fit/burst';
import { startupSecondsOf } from '../capacity/startup-time';
import { fromGiB } from '../core/units';
import type { PoolPlan } from '../plan/sections/pool';
import type { PoolView } from './pool-view';
import { weightsRate } from './weights-rate';

/** Seconds of a start as it is expected: the weights from where they lie, and the engine. The start-up probe gives more. */
export function coldStartSeconds({ replica, engine, spec }: PoolView): number {
  const { bytesPerSecond } = weightsRate(spec.weights);
  return startupSecondsOf({
    checkpointGiB: checkpointGiB(replica),
    engineSeconds: engine.startup.engineSeconds,
    leastSeconds: 0,
    bytesPerSecond,
  });
}

/** Seconds until a new node is there; 0 where all nodes always run, null where nobody says. */
export function nodeSeconds({ nodes: { nodePools } }: PoolView): number | null {
  if (nodePools.length === 0) return null;
  const starting = nodePools.filter(({ minNodes, nodes }) => minNodes < nodes).map(({ provisioningSeconds }) => provisioningSeconds);
  return starting.reduce<number | null>((most, seconds) => (most === null || seconds === undefined ? null : Math.max(most, seconds)), 0);
}

export function poolBurst({ input, verdict }: PoolView): Burst | null {
  return verdict.supply.missing.length > 0 ? null : burstOf(input, verdict.supply.kvTokens * input.replicas, verdict.demandTokens);
}

export function coldStartPlan(pool: PoolView): PoolPlan['coldStart'] {
  const burst = poolBurst(pool);
  return {
    seconds: coldStartSeconds(pool),
    nodeSeconds: nodeSeconds(pool),
    parts: partsOf(pool),
    burst:
      burst === null
        ? null
        : {
            excessRequestsPerSecond: Number(Math.max(0, burst.excessPerSecond).toPrecision(3)),
            timeToFullSeconds: finite(burst.fullSeconds),
            timeToOverloadSeconds: finite(burst.overloadSeconds),
          },
  };
}

/** Bytes ÷ rate for the weights; the rest as the facts of node pool and engine say. */
function partsOf(pool: PoolView): NonNullable<NonNullable<PoolPlan['coldStart']>['parts']> {
  const { replica, engine, spec, nodes } = pool;
  const { bytesPerSecond, source } = weightsRate(spec.weights);
  const size = checkpointGiB(replica);
  const node = nodeSeconds(pool);
  const ofNodes = nodes.nodePools.length === 0 ? 'the cluster names no node pools' : 'provisioningSeconds of the node pools';
  return [
    { part: 'node', seconds: node, source: node === 0 ? 'all nodes always run' : ofNodes },
    {
      part: 'image of the engine',
      seconds: null,
      source: 'not counted: nobody has read how large it is, and a node that has it pulls nothing',
    },
    { part: 'weights', seconds: size === null ? null : Math.ceil(fromGiB(size) / bytesPerSecond), source },
    { part: 'engine', seconds: engine.startup.engineSeconds, source: engine.startup.provenance.source },
  ];
}

/** JSON has no infinity: a floor that keeps up is never full. */
const finite = (seconds: number): number | null => (Number.isFinite(seconds) ? Math.round(seconds) : null);
