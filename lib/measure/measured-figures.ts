/** What to paste into `measured` of a pool: tokens per second at the requests that ran, in the busiest hours. */
import type { PoolPlan } from '../plan/sections/pool';
import type { PoolLoad } from './pool-load';
import { type Hours, quantileOf, ratioOf } from './statistics';

export interface MeasuredFigures {
  readonly tokensPerSecond: number;
  readonly atConcurrency: number;
  /** Days of traffic; absent below one. */
  readonly days?: number;
}

/** The busiest tenth of the hours, by the requests that ran. */
const BUSY = 0.9;

/** Why there is nothing to paste. */
export type NotMeasured = 'no requests or tokens were recorded' | 'less than one request ran at a time, even in the busiest hours';

/** Of one replica; copies of the attention count as replicas. The mean of an hour is what a replica writes at the mean of its requests, or less: bursts within the hour write less than their mean would. */
export function measuredFigures({ parallelism }: Pick<PoolPlan, 'parallelism'>, load: PoolLoad): MeasuredFigures | NotMeasured {
  const replicas = load.recorded('replicas').map((count) => (count === null || count <= 0 ? null : count * parallelism.data));
  const running = perReplica(load.recorded('running'), replicas);
  const busy = quantileOf(running, BUSY);
  if (busy === null) return 'no requests or tokens were recorded';
  const isBusy = running.map((count) => count !== null && count >= busy);
  const within = (hours: Hours): Hours => hours.map((value, index) => (isBusy[index] ? value : null));
  const atConcurrency = ratioOf(within(load.recorded('running')), within(replicas));
  const tokensPerSecond = ratioOf(within(load.recorded('generated')), within(replicas));
  if (atConcurrency === null || tokensPerSecond === null || tokensPerSecond <= 0) return 'no requests or tokens were recorded';
  if (atConcurrency < 1) return 'less than one request ran at a time, even in the busiest hours';
  const days = Math.floor(load.hours / 24);
  return {
    tokensPerSecond: Number(tokensPerSecond.toPrecision(4)),
    atConcurrency: Math.round(atConcurrency),
    ...(days < 1 ? {} : { days }),
  };
}

const perReplica = (hours: Hours, replicas: Hours): Hours =>
  hours.map((value, index) => {
    const count = replicas[index] ?? null;
    return value === null || count === null ? null : value / count;
  });
