/** Holds rules of users against the plans of an app. */
import { evaluateRules } from '../core/evaluate-rules';
import type { Finding, UnplacedFinding } from '../core/finding';
import type { Rule } from '../core/rule';
import { describeValue, shownValue } from '../core/shown-value';
import type { StackDraft } from '../terraform/reviewer';
import { isBelow } from './accepted';
import type { PolicyContext, PolicyFailure, PolicyRule, PolicySubjects } from './policy-rule';

/** Something that a rule is held against, with the path that its findings have. */
interface Placed {
  readonly path: string;
  /** Where its props stand in those of the construct, e.g. `roles.planner.`. */
  readonly prefix: string;
  readonly subject: PolicySubjects[keyof PolicySubjects];
}

/** @param at path below which the rules apply */
export function ownFindings(rules: readonly PolicyRule[], at: string, drafts: readonly StackDraft[]): Finding[] {
  return drafts.flatMap(({ path: stack, plan }) => {
    const environment = plan.checks?.environment ?? 'production';
    return rules.flatMap((rule) =>
      subjectsOf(rule.appliesTo, stack, plan)
        .filter(({ path }) => isBelow(path, at))
        .flatMap((placed) => findingsOf(rule, placed, { plan, environment })),
    );
  });
}

function subjectsOf(kind: keyof PolicySubjects, stack: string, plan: PolicyContext['plan']): Placed[] {
  const roles = () =>
    plan.fleets.flatMap(({ path, roles: each }) => each.map((role) => ({ path, prefix: `roles.${role.name}.`, subject: role })));
  const of: Record<keyof PolicySubjects, () => Placed[]> = {
    pools: () => plan.pools.map((pool) => ({ path: pool.path, prefix: '', subject: pool })),
    fleets: () => plan.fleets.map((fleet) => ({ path: fleet.path, prefix: '', subject: fleet })),
    roles,
    stacks: () => [{ path: stack, prefix: '', subject: plan }],
  };
  return of[kind]();
}

/** The answer of a function that users wrote is looked at before it is believed. */
function findingsOf(policy: PolicyRule, { path, prefix, subject }: Placed, context: PolicyContext): Finding[] {
  const answered = answer(policy, subject, context);
  const rule: Rule<undefined> = {
    ...{ id: policy.id, code: policy.code, title: policy.title, why: policy.why, fix: policy.fix, severity: policy.severity },
    check: () => answered.outcome,
  };
  if (answered.fault !== null) return [{ ...fault(policy, answered.fault), path }];
  return evaluateRules([rule], undefined, { environment: context.environment }).map((finding) => ({
    ...finding,
    ...(finding.prop === undefined ? {} : { prop: `${prefix}${finding.prop}` }),
    path,
  }));
}

interface Answered {
  readonly outcome: ReturnType<Rule<undefined>['check']>;
  readonly fault: string | null;
}

function answer(policy: PolicyRule, subject: PolicySubjects[keyof PolicySubjects], context: PolicyContext): Answered {
  try {
    const given: unknown = policy.check(structuredClone(subject), structuredClone(context));
    if (given === 'pass') return { outcome: 'compliant', fault: null };
    if (given === 'not-applicable') return { outcome: 'not-applicable', fault: null };
    const failures: readonly unknown[] = Array.isArray(given) ? given : [given];
    if (failures.length === 0) return { outcome: 'compliant', fault: null };
    if (!failures.every(isFailure)) return { outcome: 'not-applicable', fault: `it answered ${describeValue(given)}` };
    return { outcome: failures.map((failure) => violationOf(failure, policy.fix)), fault: null };
  } catch (error) {
    return { outcome: 'not-applicable', fault: error instanceof Error ? String(error.message) : describeValue(error) };
  }
}

function isFailure(value: unknown): value is PolicyFailure {
  if (typeof value !== 'object' || value === null) return false;
  const { message, prop, allowed, repair } = value as Partial<Record<keyof PolicyFailure, unknown>>;
  return (
    typeof message === 'string' && message !== '' && [prop, allowed, repair].every((one) => one === undefined || typeof one === 'string')
  );
}

const violationOf = ({ message, prop, value, allowed, repair }: PolicyFailure, fix: string) => ({
  message,
  ...(prop === undefined ? {} : { prop }),
  ...(value === undefined ? {} : { value: shownValue(value) }),
  allowed: allowed ?? fix,
  repairs: [repair ?? fix],
});

/** What the rule guards against may be there. */
const fault = ({ code, id }: PolicyRule, why: string): UnplacedFinding => ({
  code: 'AF-POL-005',
  severity: 'error',
  prop: 'check',
  value: code,
  allowed: "'pass', 'not-applicable', or failures, each with a message",
  message: `the rule ${id} (${code}) of a pack gave no answer: ${why}`,
  repairs: [`correct check of ${code}, or take the rule out of its pack`],
});
