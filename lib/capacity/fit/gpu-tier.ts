/** AF-LAT-003: does the card match the class: who is waited for wants the first token soon, who is not wants tokens for little money. */
import { Gpu } from '../../catalog/gpu';
import { set } from '../../core/change';
import { repair, type UnplacedFinding } from '../../core/finding';
import { formatUsd } from '../../core/format';
import { gpusOfReplica } from '../gpus-of-replica';
import type { LatencyTarget } from '../latency/classes';
import { estimateLatency } from '../latency/estimate-latency';
import type { Load } from '../latency/step-terms';
import { holds } from './judge';
import type { PoolInput } from './pool-input';
import { nameInCode } from './repair-candidates/repair-candidate';

/** Differences below this are within what the estimate can tell apart. */
const WORTHWHILE = 0.2;

interface Card {
  readonly gpu: Gpu;
  readonly usdPerHour: number;
  readonly ttftMs: number;
  readonly usdPerMTokens: number;
}

/** Warns when another card of the price list, that holds the same plan, serves the class better by a fifth: sooner for no more money, or cheaper. */
export function checkTier(pool: PoolInput, target: LatencyTarget, load: Load): UnplacedFinding[] {
  const own = pool.pricePerGpuHour === null ? null : cardOf(pool, pool.replica.gpu, pool.pricePerGpuHour, load);
  if (own === null) return [];
  const better = others(pool, load).filter((card) => (target === 'background' ? isCheaper(card, own) : isSooner(card, own)));
  const rank = (card: Card) => (target === 'background' ? card.usdPerMTokens : card.ttftMs);
  const [best] = better.sort((a, b) => rank(a) - rank(b));
  return best === undefined ? [] : [finding(pool, target, own, best)];
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

function finding({ replica }: PoolInput, target: LatencyTarget, own: Card, best: Card): UnplacedFinding {
  const background = target === 'background';
  const message = background
    ? `nobody waits for this pool, and ${best.gpu.name} makes a million tokens for ${formatUsd(best.usdPerMTokens)} where ${own.gpu.name} takes ${formatUsd(own.usdPerMTokens)}`
    : `somebody waits for this pool (${target}), and ${best.gpu.name} gives the first token after ${best.ttftMs.toFixed(0)} ms where ${own.gpu.name} takes ${own.ttftMs.toFixed(0)} ms, for ${formatUsd(best.usdPerHour)} an hour instead of ${formatUsd(own.usdPerHour)}`;
  return {
    code: 'AF-LAT-003',
    severity: 'warning',
    prop: 'gpu',
    value: replica.gpu.id,
    allowed: background ? 'the card with the lowest price of a token' : 'the card with the soonest first token for the money',
    message,
    repairs: [repair(set('gpu', nameInCode(best.gpu)))],
  };
}
