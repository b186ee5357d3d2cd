/** What a simulation shows, in words, with the prop that changes it. */
import type { PoolPlan } from '../plan/sections/pool';
import type { SimulatedFleet, SimulatedPoolResult, SimulatedRole } from './result';

const LONG_WAIT_SECONDS = 1;
const MUCH_RECOMPUTED = 0.1;
const KEPT_SHARE = 0.95;
const IDLE_SHARE = 0.2;

export function poolFindings(plan: PoolPlan, result: SimulatedPoolResult): string[] {
  const { waitSeconds, computedTokens, recomputedTokens, evictedSessions, busyShare, mostReplicas } = result;
  const waits = waitSeconds !== null && waitSeconds.p95 > LONG_WAIT_SECONDS;
  const recomputed = computedTokens === 0 ? 0 : recomputedTokens / computedTokens;
  return [
    ...(waits ? [`${plan.name}: 5 of 100 requests wait longer than ${short(waitSeconds.p95)} s; ${moreReplicas(plan, mostReplicas)}`] : []),
    ...(recomputed > MUCH_RECOMPUTED
      ? [
          `${plan.name}: ${percent(recomputed)} of the computed prompt tokens were in a cache before (${evictedSessions} sessions lost theirs to others): ${lessLost(evictedSessions)}`,
        ]
      : []),
    ...(!waits && plan.replicas.min > 1 && busyShare < IDLE_SHARE
      ? [
          `${plan.name}: replicas compute in ${percent(busyShare)} of the time that is paid: try fewer than ${plan.replicas.min} (replicas, or min of scaling)`,
        ]
      : []),
  ];
}

function moreReplicas({ replicas, coldStart }: PoolPlan, most: number): string {
  if (replicas.max === replicas.min) return `raise replicas (${replicas.min})`;
  if (most >= replicas.max)
    return `all ${replicas.max} replicas were asked for: raise max of scaling, or min (${replicas.min}) where the wait is that for their start`;
  const seconds = (coldStart?.seconds ?? 0) + (coldStart?.nodeSeconds ?? 0);
  return `new replicas answer after ${short(seconds)} s: raise min of scaling (${replicas.min})`;
}

const lessLost = (evicted: number): string =>
  evicted > 0
    ? 'more replicas, a smaller kvCacheDtype or KV offload keep more'
    : 'sessions come to other replicas: sessionAffinity of the router brings them back';

export function roleFindings({ role, pool, withinTarget }: SimulatedRole): string[] {
  if (withinTarget === null || withinTarget >= KEPT_SHARE) return [];
  return [`${role}: ${percent(withinTarget)} of its calls on ${pool} keep its latency; 95 % should`];
}

export function fleetFindings({ fleet, started, finished }: SimulatedFleet): string[] {
  return started > 0 && finished === 0 ? [`${fleet}: none of ${started} workflows ended in the simulated time: give more hours`] : [];
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
const short = (seconds: number) => (seconds < 10 ? seconds.toFixed(1) : Math.round(seconds).toString());
