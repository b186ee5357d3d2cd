/** Changes that make a pool fit: the neighbourhood of the plan, each neighbour judged by the same law, the cheapest first. */
import type { Repair } from '../../core/finding';
import { gpusOfReplica } from '../replica';
import type { PoolInput } from '../types';
import { assess, findingsOf } from './assess';
import { type Neighbour, neighbours } from './neighbours';

/** More would be a catalogue, not advice. */
const AT_MOST = 5;

/** Problems of memory and shards, which all repairs have to clear together. */
export const REPAIRABLE: ReadonlySet<string> = new Set(['AF-CAP-001', 'AF-CAP-002', 'AF-CAP-007', 'AF-CAP-016', 'AF-CAP-017']);

/** At most five changes that pass, cheapest first, one of them on another GPU where one is needed or cheap; unknown prices come last. */
export function repairsFor(input: PoolInput): Repair[] {
  const before = errorCodes(input);
  const passing = neighbours(input, (candidate) => clears(candidate, before))
    .map((neighbour) => ({ neighbour, cost: costPerHour(neighbour.input) }))
    .sort(byCostThenKindness);
  const [same, moved] = [passing.filter((row) => !isMoved(row, input)), passing.filter((row) => isMoved(row, input))];
  const kept = same.slice(0, Math.max(AT_MOST - 1, AT_MOST - moved.length));
  return [...kept, ...moved.slice(0, AT_MOST - kept.length)].sort(byCostThenKindness).map((row) => repairOf(row, input));
}

const isMoved = ({ neighbour }: Priced, input: PoolInput) => neighbour.input.replica.gpu.id !== input.replica.gpu.id;

interface Priced {
  readonly neighbour: Neighbour;
  readonly cost: number | null;
}

/** Cheaper first, where no price is known fewer GPUs; at the same price the change that keeps the plan as asked. */
function byCostThenKindness(a: Priced, b: Priced): number {
  if (a.cost !== b.cost) return (a.cost ?? Number.POSITIVE_INFINITY) - (b.cost ?? Number.POSITIVE_INFINITY);
  if (a.cost === null && gpusOf(a.neighbour.input) !== gpusOf(b.neighbour.input))
    return gpusOf(a.neighbour.input) - gpusOf(b.neighbour.input);
  if (a.neighbour.asksLess !== b.neighbour.asksLess) return a.neighbour.asksLess ? 1 : -1;
  return gpusOf(a.neighbour.input) - gpusOf(b.neighbour.input);
}

function repairOf({ neighbour, cost }: Priced, before: PoolInput): Repair {
  const { headroom } = assess(neighbour.input).floor;
  const delta = deltaPerHour(neighbour.input, before);
  return { change: neighbour.change, costPerHour: cost, costDeltaPerHour: delta, headroom: Number(headroom.toFixed(3)) };
}

/** The same GPUs cost the same, even where nobody knows how much. */
function deltaPerHour(after: PoolInput, before: PoolInput): number | null {
  if (after.replica.gpu.id === before.replica.gpu.id && gpusOf(after) === gpusOf(before)) return 0;
  const [costAfter, costBefore] = [costPerHour(after), costPerHour(before)];
  return costAfter === null || costBefore === null ? null : costAfter - costBefore;
}

/** No problem of memory is left, and no other problem has come. */
function clears(input: PoolInput, before: ReadonlySet<string>): boolean {
  return [...errorCodes(input)].every((code) => before.has(code) && !REPAIRABLE.has(code));
}

function errorCodes(input: PoolInput): ReadonlySet<string> {
  const assessment = assess(input);
  if (assessment.floor.supply.missing.length > 0) return new Set(['uncertain']);
  return new Set(findingsOf(assessment).flatMap((finding) => (finding.severity === 'error' ? [finding.code] : [])));
}

const gpusOf = (input: PoolInput) => input.replicas * gpusOfReplica(input.replica);

/** Floor cost of the pool, USD per hour; null where the price is unknown. */
function costPerHour(input: PoolInput): number | null {
  return input.pricePerGpuHour === null ? null : gpusOf(input) * input.pricePerGpuHour;
}
