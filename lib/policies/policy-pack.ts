import { z } from 'zod';
import { brand, hasBrand } from '../core/brand';
import { closest } from '../core/closest';
import type { Severity } from '../core/finding';
import { FleetSpecError } from '../core/fleet-error';
import { freeText } from '../core/notion';
import { branded, parseProps } from '../core/schema';
import { shownText } from '../core/shown-text';
import { ALL_RULES } from './all-rules';
import { LIBRARY } from './library';
import type { Pack, PackPoint } from './pack';
import { PACKS } from './packs';
import { type Policy, policyOf, type SeverityByEnvironment } from './policy';
import { everywhere, PolicyRule, severityGiven } from './policy-rule';
import { ruleCode } from './rule-code';

/** A rule of a pack that is as serious as the pack says. */
export interface GradedRule {
  /** Code of a rule of the library, or a rule of your own. */
  readonly rule: string | PolicyRule;
  /** How serious a violation is in this pack, always or by environment. */
  readonly severity: Severity | SeverityByEnvironment;
}

/** A pack of your own. */
export interface PolicyPackProps {
  /** Name on the command line, e.g. `acme`. */
  readonly id: string;
  /** The pack in words. */
  readonly title: string;
  /** Codes of rules of the library and rules of your own, as serious as they are or as `severity` says. */
  readonly rules: readonly (string | PolicyRule | GradedRule)[];
}

const rule = z.union([ruleCode, branded<PolicyRule>(PolicyRule.isPolicyRule, 'the code of a rule, e.g. AF-RTE-003, or a PolicyRule')]);
const PACK_ID = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;

export const policyPackSchema = z.strictObject({
  id: freeText('it is compared with the name on a command line').regex(PACK_ID, {
    error: "expected letters, digits and dashes, e.g. 'acme'",
  }),
  title: shownText('people read it'),
  rules: z.array(z.union([rule, z.strictObject({ rule, severity: severityGiven })])).min(1, { error: 'expected at least one rule' }),
});

/**
 * Rules that belong together. `applyPack(app, pack)` holds an app against it: what its rules find then has the severity of the pack, so that an error
 * stops the synthesis.
 *
 * @example
 * new PolicyPack({ id: 'acme', title: 'Rules of Acme', rules: ['AF-OBS-006', { rule: 'AF-CPU-002', severity: 'error' }, pricesKnown] });
 */
export class PolicyPack implements Pack {
  /** Recognises packs by their brand, so that two copies of the library agree. */
  static isPolicyPack(value: unknown): value is PolicyPack {
    return hasBrand(value, 'PolicyPack');
  }

  readonly id: string;
  readonly title: string;
  readonly points: readonly PackPoint[];

  /** @throws FleetSpecError when a prop is malformed (AF-SPEC-001), or a rule or the name of the pack is there twice (AF-SPEC-003). */
  constructor(props: PolicyPackProps) {
    brand(this, 'PolicyPack');
    const spec = parseProps(policyPackSchema, props, { path: 'PolicyPack', className: 'PolicyPack' });
    this.id = spec.id;
    this.title = spec.title;
    const graded = spec.rules.map((one) => (isGraded(one) ? one : { rule: one, severity: undefined }));
    this.points = graded.map((one, index) => pointOf(policyFor(one.rule, `rules.${index}`), one.severity));
    throwTwice(this);
  }

  /** Rules of its own, which no room of the library knows. */
  ownRules(): readonly PolicyRule[] {
    return this.points.flatMap(({ policies }) => policies.filter((one) => PolicyRule.isPolicyRule(one)));
  }
}

type GivenRule = string | PolicyRule | { readonly rule: string | PolicyRule; readonly severity: Severity | SeverityByEnvironment };

const isGraded = (given: GivenRule): given is Exclude<GivenRule, string | PolicyRule> =>
  typeof given === 'object' && !PolicyRule.isPolicyRule(given);

const pointOf = (policy: Policy, severity: Severity | SeverityByEnvironment | undefined): PackPoint => ({
  title: policy.title,
  policies: [policy],
  ...(severity === undefined ? {} : { severity: everywhere(severity) }),
});

function policyFor(given: string | PolicyRule, prop: string): Policy {
  if (typeof given !== 'string') return given;
  const known = LIBRARY.find(({ code }) => code === given);
  if (known !== undefined) return known;
  const other = ALL_RULES.find(({ code }) => code === given);
  if (other !== undefined) return policyOf(other, 'what docs/errors.md says', 'docs/errors.md');
  const suggestion = closest(
    given,
    ALL_RULES.map(({ code }) => code),
  );
  throw refused({
    code: 'AF-SPEC-001',
    prop,
    value: given,
    allowed: 'a code of docs/errors.md, or a PolicyRule',
    message: `there is no rule ${given}`,
    repairs: [suggestion === undefined ? `remove ${prop}` : `did you mean ${suggestion}?`],
  });
}

function throwTwice({ id, points }: PolicyPack): void {
  const codes = points.flatMap(({ policies }) => policies.map(({ code }) => code));
  const twice = codes.filter((code, index) => codes.indexOf(code) !== index);
  const problems = [
    ...[...new Set(twice)].map((code) => ({
      prop: 'rules',
      value: code,
      allowed: 'each code once',
      message: `the pack ${id} has ${code} twice`,
      repairs: [`one ${code}`],
    })),
    ...PACKS.filter((one) => one.id === id).map((one) => ({
      prop: 'id',
      value: id,
      allowed: 'a name that no pack of the library has',
      message: `the library has a pack ${one.id}`,
      repairs: [`id: 'own-${id}'`],
    })),
  ];
  if (problems.length > 0)
    throw new FleetSpecError(problems.map((problem) => ({ code: 'AF-SPEC-003', severity: 'error', path: 'PolicyPack', ...problem })));
}

const refused = (problem: { code: string; prop: string; value: string; allowed: string; message: string; repairs: string[] }) =>
  new FleetSpecError([{ severity: 'error', path: 'PolicyPack', ...problem }]);
