/** What the rules of a pack say of plans that are written already. */
import type { Acceptance, Finding } from '../core/finding';
import { FleetSpecError } from '../core/fleet-error';
import { recorded } from '../core/recorded';
import type { FleetPlan } from '../plan/schema';
import { ownFindings } from './own-findings';
import type { Pack } from './pack';
import { PolicyPack } from './policy-pack';
import type { PolicyRule } from './policy-rule';

/**
 * The plans as if their apps had applied the pack: rules of users are asked now, and take the place of what they said at the synthesis. What somebody
 * has accepted of them there stays accepted.
 *
 * @throws FleetSpecError AF-POL-005 for each rule that gave no answer
 */
export function judgedBy(pack: Pack, plans: readonly FleetPlan[]): readonly FleetPlan[] {
  const rules = PolicyPack.isPolicyPack(pack) ? pack.ownRules() : [];
  return rules.length === 0 ? plans : plans.map((plan) => judged(rules, plan));
}

function judged(rules: readonly PolicyRule[], plan: FleetPlan): FleetPlan {
  const codes = new Set(rules.map(({ code }) => code));
  const { value: found, kept } = recorded(() => ownFindings(rules, '', [{ path: plan.stack, plan }]));
  const unanswered = found.filter(({ code }) => !codes.has(code));
  if (unanswered.length > 0) throw new FleetSpecError(unanswered);
  const recordedFindings = plan.findings as readonly Finding[];
  const accepted = new Map(recordedFindings.flatMap((one) => (one.acknowledged === undefined ? [] : [[keyOf(one), one.acknowledged]])));
  const findings = [...recordedFindings.filter(({ code }) => !codes.has(code)), ...found.map((one) => asAccepted(one, accepted))];
  return { ...plan, findings, ...keptOf(plan, codes, kept) } as FleetPlan;
}

function keptOf({ checks }: FleetPlan, codes: ReadonlySet<string>, kept: ReadonlySet<string>): Pick<FleetPlan, 'checks'> {
  return checks === undefined ? {} : { checks: { ...checks, kept: [...checks.kept.filter((code) => !codes.has(code)), ...kept] } };
}

const keyOf = ({ code, path, message }: Finding): string => JSON.stringify([code, path, message]);

function asAccepted(finding: Finding, accepted: ReadonlyMap<string, Acceptance>): Finding {
  const acknowledged = accepted.get(keyOf(finding));
  return acknowledged === undefined ? finding : { ...finding, acknowledged };
}
