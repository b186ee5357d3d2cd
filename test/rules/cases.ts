/** Cases of a list of rules, keyed by the id of the rule: what violates it, what keeps it, and what it says nothing about. */
import { type RuleResult, resultsOf } from '../../lib/core/evaluate-rules';
import { type Environment, isGraded, type Rule, severitiesOf } from '../../lib/core/rule';
import { unsaid } from '../support/message-quality';

export interface RuleCases<Subject> {
  /** One subject for each severity that the check chooses from, in their order; one alone where the environment decides. */
  readonly violated: readonly Subject[];
  /** `never` where it names whatever it applies to. */
  readonly compliant: Subject | 'never';
  /** `always` where the rule applies to every subject. */
  readonly notApplicable: Subject | 'always';
}

/** What all props of a pool together lead to: no single one of them is wrong, and the repairs name those that help. */
const OF_WHOLE_POOLS: ReadonlySet<string> = new Set(['facts-known', 'demand-fits', 'headroom', 'fits-within-band', 'effects-bounded']);

/** Insists on cases for every rule, and that each says what it should. */
export function describeRules<Subject>(
  name: string,
  rules: readonly Rule<Subject>[],
  cases: Readonly<Record<string, RuleCases<Subject>>>,
): void {
  describe(name, () => {
    test('every rule has its cases, and no case is of another rule', () => {
      expect(Object.keys(cases).sort()).toEqual(rules.map(({ id }) => id).sort());
    });

    test.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
      const { violated, compliant, notApplicable } = cases[id] as RuleCases<Subject>;
      const of = (subject: Subject, environment?: Environment) =>
        resultsOf([rule], subject, environment === undefined ? {} : { environment })[0] as RuleResult<Subject>;
      if (typeof rule.severity === 'string' || isGraded(rule.severity)) {
        expect(violated.map((subject) => of(subject).findings[0]?.severity)).toEqual(severitiesOf(rule));
      } else {
        expect(violated).toHaveLength(1);
        for (const [environment, severity] of Object.entries(rule.severity)) {
          expect(of(violated[0] as Subject, environment as Environment).findings[0]?.severity).toBe(severity);
        }
      }
      for (const subject of violated) {
        expect(of(subject)).toMatchObject({ outcome: 'violated' });
        for (const finding of of(subject).findings) {
          expect(finding).toMatchObject({ code: rule.code, message: expect.stringMatching(/.{15}/) });
          const faults = unsaid(finding, rule.repairable !== undefined).filter(
            (what) => !(OF_WHOLE_POOLS.has(id) && /^the (prop|value)$/.test(what)),
          );
          expect({ id, faults }).toEqual({ id, faults: [] });
        }
      }
      if (compliant !== 'never') expect(of(compliant)).toMatchObject({ outcome: 'compliant' });
      if (notApplicable !== 'always') expect(of(notApplicable)).toMatchObject({ outcome: 'not-applicable' });
    });
  });
}
