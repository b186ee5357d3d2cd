/** From a choice of columns to the answer: pools with their names, verdicts and latencies. */
import { demandBytes } from '../capacity/fit/balance';
import { judge } from '../capacity/fit/judge';
import type { PoolInput } from '../capacity/fit/pool-input';
import type { PoolVerdict } from '../capacity/fit/pool-verdict';
import type { ApiBill } from './api-price';
import type { Column, PoolColumn } from './column';
import type { ColumnPool } from './column-pool';
import { cheapestAlone } from './greedy';
import type { Item } from './item';
import { nodePoolOf, type PackedNodes, packed } from './node-packing';
import type { BreakEven, PlannedFleet, PlannedNodePool, PlannedPool, PlannedRole } from './planned-fleet';
import { poolNames } from './pool-names';
import { firstTokenMs, poolOf } from './pool-trial';
import type { Found } from './search';

/** Difference below which a price counts as proven, USD per hour: a tenth of a cent. */
const EXACT = 1e-3;

export function answerOf(name: string, pool: ColumnPool, found: Found, bills: (item: Item) => readonly ApiBill[]): PlannedFleet {
  const ordered = [...found.columns].sort((a, b) => (a.set[0] ?? 0) - (b.set[0] ?? 0));
  const names = poolNames(ordered);
  const nodes = packed(ordered);
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
    gpus: gpusByOffer(nodes),
    nodePools: nodes.map(plannedNodePool),
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
  column: PoolColumn,
  served: readonly Item[],
  { name, replica }: PoolInput,
  { verdict, headroom, survivesReplicaLoss, bottleneck }: PoolVerdict,
): PlannedPool {
  const { variant, replicas, usdPerHour } = column;
  const { model, quantization, engine, offer, gpus, part } = variant;
  return {
    name,
    roles: served.map((item) => item.name),
    model: model.id,
    quantization,
    engine: engine.name,
    gpu: offer.gpu.id,
    nodePool: nodePoolOf(column),
    slice: part?.kind === 'slice' ? part.profile : null,
    enginesPerCard: part?.kind === 'shared' ? part.engines : 1,
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
    gpuUsdPerHour: alone === null ? null : cents(alone),
    atTimesThePlan: alone === null || cheapest.usdPerHour === 0 ? null : Number((alone / cheapest.usdPerHour).toFixed(3)),
  };
}

const plannedNodePool = ({ name, offer, division, cards, nodes, usdPerHour, idleUsdPerHour }: PackedNodes): PlannedNodePool => ({
  name,
  offer: offer.name,
  gpu: offer.gpu.id,
  gpus: cards,
  nodes,
  ...(division === null ? {} : 'layout' in division ? { mig: division } : { sharing: division }),
  usdPerHour: cents(usdPerHour),
  idleUsdPerHour: cents(idleUsdPerHour),
});

function gpusByOffer(nodes: readonly PackedNodes[]): Readonly<Record<string, number>> {
  const gpus = new Map<string, number>();
  for (const { offer, cards } of nodes) gpus.set(offer.name, (gpus.get(offer.name) ?? 0) + cards);
  return Object.fromEntries([...gpus].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const cents = (usd: number) => Math.round(usd * 100) / 100;
