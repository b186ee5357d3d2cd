import type { Change } from '../../core/change';
import { type Trial, withCheckedRepairs } from '../../core/check-repairs';
import type { Finding } from '../../core/finding';
import { isFleetError } from '../../core/fleet-error';
import { once } from '../../core/once';
import { withSpecs } from '../../core/spec-trial';
import { withoutTokensIn } from '../../core/token';
import { type Candidate, changedSpecs } from '../changed-specs';
import type { FindingSources } from './finding-sources';
import { type StackFinding, sameOf } from './stack-finding';

/** An app of which repairs are tried. */
export interface TriedApp {
  /** What repairs may change. */
  candidates(): readonly Candidate[];
  sources(): FindingSources;
  /** What is computed meanwhile does not stay. */
  leavingNothing<T>(trial: () => T): T;
}

/** Repairs that hold in an app; each finding once. */
export function withRepairs(found: readonly StackFinding[], app: TriedApp): StackFinding[] {
  const different = new Map(found.map((one) => [sameOf(one.finding), one]));
  const each = [...different.values()];
  const candidates = once(() => app.candidates());
  const repaired = withCheckedRepairs(
    each.map(({ finding }) => finding),
    (at, changes) => tryOut(candidates(), at, changes, app),
  );
  return each.map(({ stack }, index) => ({ stack, finding: withoutTokensIn(repaired[index] as Finding) }));
}

/** What is found with changed specs; null where the change is none, or a construct refuses it. */
function tryOut(candidates: readonly Candidate[], at: string, changes: readonly Change[], app: TriedApp): Trial | null {
  const specs = changedSpecs(candidates, at, changes);
  if (specs === null) return null;
  try {
    const findAll = () => {
      const { emitted, constructs, shared } = app.sources();
      const findings = [emitted, ...constructs.map((one) => one.findings), ...shared].flatMap((source) => source());
      return { findings, worth: candidates.find(({ path: own }) => own === at)?.changeable.worth?.() };
    };
    return app.leavingNothing(() => withSpecs(specs, findAll));
  } catch (error) {
    // A spec that a construct refuses is not a repair.
    if (isFleetError(error)) return null;
    throw error;
  }
}
