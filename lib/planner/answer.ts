/** From a choice of columns to the answer: pools with their names, verdicts and latencies. */
import { demandBytes } from '../capacity/fit/balance';
import { judge } from '../capacity/fit/judge';
import type { PoolInput } from '../capacity/fit/pool-input';
import type { PoolVerdict } from '../capacity/fit/pool-verdict';
import type { ApiBill } from './api-price';
import { type Column, gpusOf, type PoolColumn } from './column';
import type { ColumnPool } from './column-pool';
import { cheapestAlone } from './greedy';
import type { Item } from './item';
import type { BreakEven, PlannedFleet, PlannedPool, PlannedRole } from './planned-fleet';
import { poolNames } from './pool-names';
import { firstTokenMs, poolOf } from './pool-trial';
import type { Found } from './search';

/** Difference below which a price counts as proven, USD per hour: a tenth of a cent. */
const EXACT = 1e-3;

export function answerOf(name: string, pool: ColumnPool, found: Found, bills: (item: Item) => readonly ApiBill[]): PlannedFleet {
  const ordered = [...found.columns].sort((a, b) => (a.set[0] ?? 0) - (b.set[0] ?? 0));
  const names = poolNames(ordered);
  const served = ordered.map((column, index) => servedBy(column, names[index] ?? '', pool));
  const gap = found.usdPerHour - found.lowerBound <= EXACT ? 0 : (found.usdPerHour - found.lowerBound) / found.usdPerHour;
  const roles = served.flatMap(({ roles: some }) => some);
  return {
    name,
    pools: served.flatMap(({ pool: one }) => one ?? []),
    roles: pool.items.flatMap((item) =>
      roles.filter((role) => role.name === item.name).map((role) => ({ ...role, breakEven: breakEven(pool, item, bills(item)) })),
    ),
    usdPerHour: cents(found.usdPerHour),
    gpus: gpusByOffer(ordered),
    proof: { lowerBoundUsdPerHour: cents(Math.min(found.lowerBound, found.usdPerHour)), gap, isOptimal: gap === 0 },
  };
}

type RoleOnColumn = Omit<PlannedRole, 'breakEven'>;

interface Served {
  readonly pool: PlannedPool | null;
  readonly roles: readonly RoleOnColumn[];
}

function servedBy(column: Column, name: string, { items }: ColumnPool): Served {
  const served = column.set.flatMap((index) => items[index] ?? []);
  if (column.kind === 'api') {
    const roles = served.map((item) => ({
      name: item.name,
      pool: null,
      api: column.bill.api,
      usdPerHour: cents(column.usdPerHour),
      firstTokenMs: null,
    }));
    return { pool: null, roles };
  }
  const input = poolOf(column.variant, served, column.replicas, name);
  const verdict = judge(input);
  return { pool: plannedPool(column, served, input, verdict), roles: rolesOn(column, served, input, verdict) };
}

function plannedPool(
  { variant, replicas, usdPerHour }: PoolColumn,
  served: readonly Item[],
  { name, replica }: PoolInput,
  { verdict, headroom, survivesReplicaLoss, bottleneck }: PoolVerdict,
): PlannedPool {
  const { model, quantization, engine, offer, gpus } = variant;
  return {
    name,
    roles: served.map((item) => item.name),
    model: model.id,
    quantization,
    engine: engine.name,
    gpu: offer.gpu.id,
    nodePool: offer.name,
    purchase: offer.purchase,
    gpusPerReplica: gpus,
    replicas,
    maxContextTokens: replica.maxContextTokens,
    usdPerHour,
    verdict,
    headroom: Number(headroom.toFixed(4)),
    survivesReplicaLoss,
    bottleneck,
  };
}

/** The price of a shared pool is divided by the cache that each role asks for; by sessions where a model keeps none. */
function rolesOn({ usdPerHour, replicas }: PoolColumn, served: readonly Item[], input: PoolInput, verdict: PoolVerdict): RoleOnColumn[] {
  const bytes = served.map(({ demand }) => demandBytes(input.replica, verdict.supply, demand, replicas) || demand.sessions);
  const total = bytes.reduce((sum, one) => sum + one, 0);
  return served.map((item, index) => ({
    name: item.name,
    pool: input.name,
    api: null,
    usdPerHour: cents((usdPerHour * (bytes[index] ?? 0)) / total),
    firstTokenMs: rounded(firstTokenMs(item, input)),
  }));
}

function rounded(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms);
}

function breakEven(pool: ColumnPool, item: Item, bills: readonly ApiBill[]): BreakEven | null {
  const [cheapest] = [...bills].sort((a, b) => a.usdPerHour - b.usdPerHour);
  if (cheapest === undefined) return null;
  const alone = cheapestAlone(pool, pool.items.indexOf(item));
  return {
    api: cheapest.api,
    apiUsdPerHour: cents(cheapest.usdPerHour),
    gpuUsdPerHour: alone?.usdPerHour ?? null,
    atTimesThePlan: alone === null || cheapest.usdPerHour === 0 ? null : Number((alone.usdPerHour / cheapest.usdPerHour).toFixed(3)),
  };
}

function gpusByOffer(columns: readonly Column[]): Readonly<Record<string, number>> {
  const gpus = new Map<string, number>();
  for (const column of columns) {
    if (column.kind === 'pool') gpus.set(column.variant.offer.name, (gpus.get(column.variant.offer.name) ?? 0) + gpusOf(column));
  }
  return Object.fromEntries([...gpus].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const cents = (usd: number) => Math.round(usd * 100) / 100;
