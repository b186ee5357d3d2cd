/** Does the card match the class: who is waited for wants the first token soon, who is not wants tokens for little money. */
import { Gpu } from '../../catalog/gpu';
import { gpusOfReplica } from '../gpus-of-replica';
import type { LatencyTarget } from '../latency/classes';
import { estimateLatency } from '../latency/estimate-latency';
import type { Load } from '../latency/step-terms';
import { holds } from './judge';
import type { PoolInput } from './pool-input';

/** Differences below this are within what the estimate can tell apart. */
const WORTHWHILE = 0.2;

export interface Card {
  readonly gpu: Gpu;
  readonly usdPerHour: number;
  readonly ttftMs: number;
  readonly usdPerMTokens: number;
}

/** A pool with the class of a role on it, and the load under which it is compared. */
export interface TieredPool {
  readonly pool: PoolInput;
  readonly target: LatencyTarget;
  readonly load: Load;
}

/** The card of a pool, and the one that serves the class best where one is better by a fifth; null where nothing can be compared. */
export function compareCards({ pool, target, load }: TieredPool): { readonly own: Card; readonly best: Card | undefined } | null {
  const own = pool.pricePerGpuHour === null ? null : cardOf(pool, pool.replica.gpu, pool.pricePerGpuHour, load);
  if (own === null) return null;
  const better = others(pool, load).filter((card) => (target === 'background' ? isCheaper(card, own) : isSooner(card, own)));
  const rank = (card: Card) => (target === 'background' ? card.usdPerMTokens : card.ttftMs);
  const [best] = better.sort((a, b) => rank(a) - rank(b));
  return { own, best };
}

const isCheaper = (card: Card, own: Card) => card.usdPerMTokens <= (1 - WORTHWHILE) * own.usdPerMTokens;
const isSooner = (card: Card, own: Card) => card.ttftMs <= (1 - WORTHWHILE) * own.ttftMs && card.usdPerHour <= own.usdPerHour;

function others(pool: PoolInput, load: Load): Card[] {
  return (pool.alternatives ?? Gpu.all()).flatMap((gpu) => {
    const price = gpu.id === pool.replica.gpu.id ? null : (pool.prices?.(gpu) ?? null);
    const card = price === null ? null : cardOf(pool, gpu, price, load);
    return card !== null && holds({ ...pool, replica: { ...pool.replica, gpu }, pricePerGpuHour: price }) ? [card] : [];
  });
}

function cardOf({ replica, replicas }: PoolInput, gpu: Gpu, usdPerGpuHour: number, load: Load): Card | null {
  const estimate = estimateLatency({ ...replica, gpu }, load);
  if ('missing' in estimate) return null;
  const usdPerReplica = usdPerGpuHour * gpusOfReplica(replica);
  return {
    gpu,
    usdPerHour: usdPerReplica * replicas,
    ttftMs: estimate.ttftMs,
    usdPerMTokens: (usdPerReplica * 1e6) / (estimate.tokensPerSecond * 3_600),
  };
}
