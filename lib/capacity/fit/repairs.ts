/** Changes that make a pool fit: changes near the plan, each judged as the plan is, the cheapest first. */
import type { Repair, UnplacedFinding } from '../../core/finding';
import { gpusOfReplica } from '../gpus-of-replica';
import { findingsOf, type RuledFinding } from './assess';
import { assess, type PoolRule } from './assessment';
import type { PoolInput } from './pool-input';
import type { RepairCandidate } from './repair-candidates/repair-candidate';
import { repairCandidates } from './repair-candidates/repair-candidates';
import { POOL_RULES } from './rules';
import { factsKnown } from './rules/facts-known';
import { throughputKnown } from './rules/throughput-known';

/** More would be a catalogue, not advice. */
const AT_MOST = 5;

/** Rules whose violations changes of the plan can clear; all repairs have to clear them together. */
const SEARCHED: readonly PoolRule[] = POOL_RULES.filter(({ repairable }) => repairable !== undefined && repairable.alone !== true);

/** Whether repairs are searched for a finding of a rule. */
export const isRepaired = ({ repairable }: PoolRule, { severity }: UnplacedFinding): boolean => repairable?.at.includes(severity) === true;

/** Codes that repairs are searched for. Those of rules that are repaired alone count where nothing else is to be repaired. */
export function repairedCodes(found: readonly RuledFinding[]): ReadonlySet<string> {
  const repaired = found.filter(({ rule, finding }) => isRepaired(rule, finding)).map(({ rule }) => rule);
  const together = repaired.filter((rule) => rule.repairable?.alone !== true);
  return new Set((together.length > 0 ? together : repaired).map(({ code }) => code));
}

/** At most five changes that pass, cheapest first, one of them on another GPU where one is needed or cheap; unknown prices come last. */
export function repairsFor(input: PoolInput, codes: ReadonlySet<string>): Repair[] {
  const before = problemsOf(input);
  const targets = new Set([...SEARCHED.map(({ code }) => code), ...codes]);
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
  return { changes: candidate.changes, costPerHour: cost, costDeltaPerHour: delta, headroom: Number(headroom.toFixed(3)) };
}

/** The same GPUs cost the same, even where the price is not known. */
function deltaPerHour(after: PoolInput, before: PoolInput): number | null {
  if (after.replica.gpu.id === before.replica.gpu.id && gpusOf(after) === gpusOf(before)) return 0;
  const [costAfter, costBefore] = [costPerHour(after), costPerHour(before)];
  return costAfter === null || costBefore === null ? null : toCents(costAfter - costBefore);
}

/** Codes of what stands against a plan: errors, doubts that a repair has to clear, and a throughput that is not known. */
function problemsOf(input: PoolInput): ReadonlySet<string> {
  const assessment = assess(input);
  if (assessment.floor.supply.missing.length > 0) return new Set([factsKnown.code]);
  const found = findingsOf(assessment).filter(
    ({ rule, finding }) => finding.severity === 'error' || isRepaired(rule, finding) || rule === throughputKnown,
  );
  return new Set(found.map(({ rule }) => rule.code));
}

const toCents = (usd: number) => Math.round(usd * 100) / 100;
const gpusOf = (input: PoolInput) => input.replicas * gpusOfReplica(input.replica);

/** Floor cost of the pool, USD per hour; null where the price is unknown. */
function costPerHour(input: PoolInput): number | null {
  return input.pricePerGpuHour === null ? null : toCents(gpusOf(input) * input.pricePerGpuHour);
}
