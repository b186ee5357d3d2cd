/** Changes that make a pool fit: the surroundings of the plan, each candidate judged by the same law, the cheapest first. */
import type { Repair, UnplacedFinding } from '../../core/finding';
import { gpusOfReplica } from '../gpus-of-replica';
import { assess, findingsOf } from './assess';
import type { PoolInput } from './pool-input';
import type { RepairCandidate } from './repair-candidates/repair-candidate';
import { repairCandidates } from './repair-candidates/repair-candidates';
import { throughputVerdict } from './rules/throughput';
import { throughputOf } from './throughput';

/** More would be a catalogue, not advice. */
const AT_MOST = 5;

/** Problems of memory, throughput and shards, which all repairs have to clear together. */
const REPAIRABLE: ReadonlySet<string> = new Set(['AF-CAP-001', 'AF-CAP-002', 'AF-CAP-007', 'AF-CAP-013', 'AF-CAP-016', 'AF-CAP-017']);
/** A limit that the user set too low: repaired on its own, because no other change can mend it. */
const ADMISSION = 'AF-ENG-004';

/** Codes that repairs are searched for: errors that a change of the plan can clear, and a throughput that only a measurement could promise. */
export function repairableCodes(findings: readonly UnplacedFinding[], isThroughputDoubtful: boolean): ReadonlySet<string> {
  const errors = findings.flatMap(({ severity, code }) => (severity === 'error' ? [code] : []));
  const codes = new Set(errors.filter((code) => REPAIRABLE.has(code)));
  if (isThroughputDoubtful) codes.add('AF-CAP-013');
  return codes.size === 0 && errors.includes(ADMISSION) ? new Set([ADMISSION]) : codes;
}

/** At most five changes that pass, cheapest first, one of them on another GPU where one is needed or cheap; unknown prices come last. */
export function repairsFor(input: PoolInput, codes: ReadonlySet<string>): Repair[] {
  const before = problemsOf(input);
  const targets = new Set([...REPAIRABLE, ...codes]);
  const clears = (candidate: PoolInput) => [...problemsOf(candidate)].every((code) => before.has(code) && !targets.has(code));
  const passing = repairCandidates(input, clears)
    .map((candidate) => ({ candidate, cost: costPerHour(candidate.input) }))
    .sort(byCostThenKindness);
  const [same, moved] = [passing.filter((row) => !isMoved(row, input)), passing.filter((row) => isMoved(row, input))];
  const kept = same.slice(0, Math.max(AT_MOST - 1, AT_MOST - moved.length));
  return [...kept, ...moved.slice(0, AT_MOST - kept.length)].sort(byCostThenKindness).map((row) => repairOf(row, input));
}

const isMoved = ({ candidate }: Priced, input: PoolInput) => candidate.input.replica.gpu.id !== input.replica.gpu.id;

interface Priced {
  readonly candidate: RepairCandidate;
  readonly cost: number | null;
}

/** Cheaper first, where no price is known fewer GPUs; at the same price the change that keeps the plan as asked. */
function byCostThenKindness(a: Priced, b: Priced): number {
  if (a.cost !== b.cost) return (a.cost ?? Number.POSITIVE_INFINITY) - (b.cost ?? Number.POSITIVE_INFINITY);
  if (a.cost === null && gpusOf(a.candidate.input) !== gpusOf(b.candidate.input))
    return gpusOf(a.candidate.input) - gpusOf(b.candidate.input);
  if (a.candidate.asksLess !== b.candidate.asksLess) return a.candidate.asksLess ? 1 : -1;
  return gpusOf(a.candidate.input) - gpusOf(b.candidate.input);
}

function repairOf({ candidate, cost }: Priced, before: PoolInput): Repair {
  const { headroom } = assess(candidate.input).floor;
  const delta = deltaPerHour(candidate.input, before);
  const code = candidate.code === undefined ? {} : { code: candidate.code };
  return { change: candidate.change, ...code, costPerHour: cost, costDeltaPerHour: delta, headroom: Number(headroom.toFixed(3)) };
}

/** The same GPUs cost the same, even where nobody knows how much. */
function deltaPerHour(after: PoolInput, before: PoolInput): number | null {
  if (after.replica.gpu.id === before.replica.gpu.id && gpusOf(after) === gpusOf(before)) return 0;
  const [costAfter, costBefore] = [costPerHour(after), costPerHour(before)];
  return costAfter === null || costBefore === null ? null : toCents(costAfter - costBefore);
}

/** Codes of the errors of a plan; a throughput that cannot be promised counts as one. */
function problemsOf(input: PoolInput): ReadonlySet<string> {
  const assessment = assess(input);
  const { floor, peak } = assessment;
  if (floor.supply.missing.length > 0) return new Set(['uncertain']);
  const errors = findingsOf(assessment).flatMap((finding) => (finding.severity === 'error' ? [finding.code] : []));
  const doubts = [floor, ...(peak === null ? [] : [peak])].map(throughputOf).flatMap((throughput) => {
    if (throughput !== null && 'missing' in throughput) return ['unknown throughput'];
    return throughputVerdict(throughput) === 'uncertain' ? ['AF-CAP-013'] : [];
  });
  return new Set([...errors, ...doubts]);
}

const toCents = (usd: number) => Math.round(usd * 100) / 100;
const gpusOf = (input: PoolInput) => input.replicas * gpusOfReplica(input.replica);

/** Floor cost of the pool, USD per hour; null where the price is unknown. */
function costPerHour(input: PoolInput): number | null {
  return input.pricePerGpuHour === null ? null : toCents(gpusOf(input) * input.pricePerGpuHour);
}
