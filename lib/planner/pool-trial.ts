/** A pool on trial: roles on one variant, judged by the functions that judge every pool. */
import { estimateReplica } from '../capacity/ask-engine';
import { type Assessment, assess } from '../capacity/fit/assessment';
import { answerPool, holdsAs } from '../capacity/fit/judge';
import type { PoolInput } from '../capacity/fit/pool-input';
import { survivesReplicaLoss } from '../capacity/fit/replica-loss';
import { requestsInFlight } from '../capacity/fit/requests-in-flight';
import { smallest } from '../capacity/fit/smallest';
import { estimateLatency } from '../capacity/latency/estimate-latency';
import { isRefused } from '../capacity/latency/role-latency';
import { tierGpus } from '../economics/tokens';
import type { Item } from './item';
import { mostReplicas, replicaOf, type Variant } from './variant';

/** The pool of some items on a variant. Name and prices change nothing of its verdict. */
export function poolOf(variant: Variant, items: readonly Item[], replicas: number, name = 'pool'): PoolInput {
  const { offer } = variant;
  return {
    name,
    replica: replicaOf(variant, Math.max(...items.map(({ demand }) => demand.contextTokens))),
    replicas,
    maxReplicas: replicas,
    demands: items.map(({ demand }) => demand),
    pricePerGpuHour: offer.usdPerGpuHour,
    mostGpusPerReplica: variant.part === null ? offer.gpusPerNode : 1,
    searchesRepairs: false,
  };
}

/**
 * The fewest replicas on which the items are served as they ask; null where no number of them is enough.
 *
 * @param least replicas below which it is known not to fit
 */
export function fewestReplicas(variant: Variant, items: readonly Item[], least: number): number | null {
  const lower = Math.max(least, ...items.map(({ asked }) => asked.minReplicas), replicasByLimit(variant, items));
  const upper = Math.min(mostReplicas(variant), mostUseful(items, lower));
  const serves = (replicas: number) => isServed(variant, items, replicas);
  if (lower > upper) return null;
  if (serves(lower)) return isCertain(variant, items, lower) ? lower : null;
  // With one session on each replica more of them change nothing: most variants that never fit end here.
  if (lower === upper || !serves(upper)) return null;
  const fewest = smallest(lower + 1, upper, serves);
  return fewest !== null && isCertain(variant, items, fewest) ? fewest : null;
}

/** One session on each replica, and one replica more where one may be lost. */
const mostUseful = (items: readonly Item[], lower: number): number =>
  Math.max(
    lower,
    items.reduce((sum, { demand }) => sum + demand.sessions, 0),
  ) + (items.some(({ asked }) => asked.survivesReplicaLoss) ? 1 : 0);

/** Replicas that limits of sessions on one GPU ask for; of several limits the smallest. */
function replicasByLimit({ gpus }: Variant, items: readonly Item[]): number {
  const sessions = items.reduce((sum, { demand }) => sum + demand.sessions, 0);
  return replicasWithin(sessions, Math.min(...items.map(({ asked }) => asked.sessionsPerGpu ?? Number.POSITIVE_INFINITY)), gpus);
}

/** @param sessionsPerGpu infinite where nothing limits them */
export const replicasWithin = (sessions: number, sessionsPerGpu: number, gpusPerReplica: number): number =>
  sessionsPerGpu === Number.POSITIVE_INFINITY ? 1 : Math.ceil(tierGpus(sessions, 1, sessionsPerGpu) / gpusPerReplica);

function isServed(variant: Variant, items: readonly Item[], replicas: number): boolean {
  const pool = poolOf(variant, items, replicas);
  const assessment = assess(pool);
  if (!holdsAs(assessment)) return false;
  if (items.some(({ asked }) => asked.survivesReplicaLoss) && !survivesReplicaLoss(assessment.floor)) return false;
  return firstLate(assessment, items) === undefined && items.every((item) => keepsGoal(item, assessment));
}

function keepsGoal(item: Item, { floor, input }: Assessment): boolean {
  const { leastHeadroom, mostFirstTokenMs } = item.goal ?? {};
  if (leastHeadroom !== undefined && floor.headroom < leastHeadroom) return false;
  return mostFirstTokenMs === undefined || (firstTokenMs(item, input) ?? 0) <= mostFirstTokenMs;
}

/** First token of a request of the item as estimated; null where its requests, or facts of the card, are not known. */
export function firstTokenMs({ request }: Item, pool: PoolInput): number | null {
  if (request === undefined) return null;
  const { maxNumSeqs, maxNumBatchedTokens } = assess(pool).floor.supply;
  const estimate = estimateLatency(
    { ...pool.replica, maxNumSeqs, maxNumBatchedTokens },
    { concurrency: requestsInFlight(pool), ...request },
  );
  return 'missing' in estimate ? null : estimate.ttftMs;
}

/** What is held as planned may still be uncertain: a plan proposes nothing that a missing fact could refuse. */
function isCertain(variant: Variant, items: readonly Item[], replicas: number): boolean {
  const { verdict } = answerPool(poolOf(variant, items, replicas));
  return verdict === 'fits' || verdict === 'tight';
}

/** Whether the latency class of an item is refused on this pool. The longest prompts are looked at first: they are the latest. */
export const isLate = (pool: PoolInput, items: readonly Item[]): boolean => firstLate(assess(pool), items) !== undefined;

function firstLate({ input: pool, floor }: Assessment, items: readonly Item[]): Item | undefined {
  const waited = items.filter(({ asked }) => asked.latency !== 'background').sort((a, b) => computedTokens(b) - computedTokens(a));
  if (waited.length === 0 || pool.replica.model.facts.kind !== 'llm') return undefined;
  const { maxNumSeqs, maxNumBatchedTokens } = floor.supply;
  const replica = { ...pool.replica, maxNumSeqs, maxNumBatchedTokens };
  const [load, memory] = [{ replica, concurrency: requestsInFlight(pool) }, { pool: estimateReplica(replica) }];
  return waited.find(({ name, asked, demand, request }) =>
    isRefused(
      {
        ...{ ...load, role: name, target: asked.latency, latencyTargets: asked.latencyTargets },
        ...{ contextTokens: demand.contextTokens, request },
      },
      memory,
    ),
  );
}

const computedTokens = ({ request, demand }: Item) =>
  request === undefined ? demand.contextTokens : request.inputTokens - request.cachedTokens;

/** An item that is late with one replica less, although memory holds it, and the sessions that each replica then has. */
export interface LateBelow {
  readonly item: Item;
  /** Sessions on a replica with which it is late, at least 2. */
  readonly sessions: number;
}

/** Null where it is not the latency that asks for the last replica, or where rates say how many requests run. */
export function lateBelow(variant: Variant, items: readonly Item[], replicas: number): LateBelow | null {
  if (replicas < 2 || items.some(({ demand }) => demand.rate !== undefined)) return null;
  const assessment = assess(poolOf(variant, items, replicas - 1));
  const late = holdsAs(assessment) ? firstLate(assessment, items) : undefined;
  const sessions = Math.ceil(items.reduce((sum, { demand }) => sum + demand.sessions, 0) / (replicas - 1));
  return late === undefined || sessions < 2 ? null : { item: late, sessions };
}
