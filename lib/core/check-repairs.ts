/** Repairs are offered only where they hold: each is applied to the props, everything is evaluated again, and the problem has to be gone. */
import type { Change } from './change';
import type { Advice, Finding } from './finding';

/** Findings of the whole app after changes to constructs of it; null where they cannot be applied. */
export type TryOut = (path: string, changes: readonly Change[]) => readonly Finding[] | null;

/** Said where a problem had repairs of its own and none of them holds in this app. */
export const NONE_HOLDS: Advice = 'no single change that was tried clears it here: change several of these numbers together';

/** The findings with the repairs that hold. Advice is kept as it is. */
export function withCheckedRepairs(findings: readonly Finding[], tryOut: TryOut): Finding[] {
  const known = new Map<string, readonly Finding[] | null>();
  const outcome = (path: string, changes: readonly Change[]) => {
    const key = JSON.stringify([path, changes]);
    if (!known.has(key)) known.set(key, tryOut(path, changes));
    return known.get(key) ?? null;
  };
  return findings.map((finding) => {
    const kept = finding.repairs.filter(
      (repair) => typeof repair === 'string' || holds(finding, findings, outcome(finding.path, repair.changes)),
    );
    if (kept.length === finding.repairs.length) return finding;
    return { ...finding, repairs: kept.length === 0 ? [NONE_HOLDS] : kept };
  });
}

/** The problem is gone, and no error is there that was not there before. */
function holds(finding: Finding, before: readonly Finding[], after: readonly Finding[] | null): boolean {
  if (after === null) return false;
  const worst = (found: readonly Finding[]) => found.filter(({ severity }) => severity === 'error').map(nameOf);
  const errors = new Set(worst(before));
  const isSame = (other: Finding) => nameOf(other) === nameOf(finding) && !isMilder(other, finding);
  return !after.some(isSame) && worst(after).every((name) => errors.has(name));
}

/** A problem keeps its name when its numbers change. */
const nameOf = ({ code, path, prop }: Finding) => `${code}|${path}|${prop ?? ''}`;

/** An error that is left as a warning is no error any more. */
const isMilder = (after: Finding, before: Finding) => before.severity === 'error' && after.severity !== 'error';
