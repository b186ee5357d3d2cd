/** Repairs are offered only where they hold: each is applied to the props, everything is evaluated again, and the problem has to be gone. */
import type { Change } from './change';
import type { Advice, Finding, Repair } from './finding';
import { renderChanges } from './render-change';

/** What a repair is worth: the pool after it. */
export interface Worth {
  /** Free share of the KV pool, 0 … 1. */
  readonly headroom: number;
}

/** The app after changes to constructs of it. */
export interface Trial {
  readonly findings: readonly Finding[];
  /** Of the construct that the finding is about, where it has one. */
  readonly worth?: Worth | undefined;
}

/** Null where the changes cannot be applied. */
export type TryOut = (path: string, changes: readonly Change[]) => Trial | null;

/** The findings with the repairs that hold, each with what it is worth in this app. Advice is kept as it is. */
export function withCheckedRepairs(findings: readonly Finding[], tryOut: TryOut): Finding[] {
  const known = new Map<string, Trial | null>();
  const before = new Set(findings.filter(isError).map(nameOf));
  const outcome = (path: string, { changes }: Repair) => {
    const key = JSON.stringify([path, changes]);
    if (!known.has(key)) known.set(key, tryOut(path, changes));
    return known.get(key) ?? null;
  };
  return findings.map((finding) => {
    if (finding.repairs.every((repair) => typeof repair === 'string')) return finding;
    const kept = finding.repairs.flatMap((repair): (Repair | Advice)[] => {
      if (typeof repair === 'string') return [repair];
      const trial = outcome(finding.path, repair);
      return trial !== null && holds(finding, before, trial.findings) ? [revalued(repair, trial)] : [];
    });
    return { ...finding, repairs: kept.length > 0 ? kept : [whyNot(finding, before, outcome)] };
  });
}

/** Where nothing holds alone: the first change that fixes the problem itself, and what stands against it. */
function whyNot(finding: Finding, before: ReadonlySet<string>, outcome: (path: string, repair: Repair) => Trial | null): Advice {
  for (const repair of finding.repairs) {
    if (typeof repair === 'string') continue;
    const brought = broughtBy(before, outcome(finding.path, repair)?.findings ?? []);
    if (brought !== undefined) return `${renderChanges(repair.changes)} is not enough alone: ${brought.message}`;
  }
  return 'no single change that was tried clears it here: change several numbers together';
}

/** Props depend on one another, e.g. the format of the cache on that of the weights: what counts is the pool that the changed props make. */
function revalued(repair: Repair, { worth }: Trial): Repair {
  return worth === undefined || repair.headroom === undefined ? repair : { ...repair, headroom: Number(worth.headroom.toFixed(3)) };
}

/** The problem is gone, and no error is there that was not there before. */
function holds(finding: Finding, before: ReadonlySet<string>, after: readonly Finding[]): boolean {
  const isSame = (other: Finding) => nameOf(other) === nameOf(finding) && !isMilder(other, finding);
  return !after.some(isSame) && broughtBy(before, after) === undefined;
}

/** An error after a change that is none of those before it. */
const broughtBy = (before: ReadonlySet<string>, after: readonly Finding[]): Finding | undefined =>
  after.find((finding) => isError(finding) && !before.has(nameOf(finding)));

const isError = ({ severity }: Finding) => severity === 'error';

/** A problem keeps its name when its numbers change. */
const nameOf = ({ code, path, prop }: Finding) => `${code}|${path}|${prop ?? ''}`;

/** An error that is left as a warning is no error any more. */
const isMilder = (after: Finding, before: Finding) => before.severity === 'error' && after.severity !== 'error';
