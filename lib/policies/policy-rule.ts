/** Rules that users write: pure functions of what stands in the plan. */
import { z } from 'zod';
import { brand, hasBrand } from '../core/brand';
import type { Severity } from '../core/finding';
import type { Environment } from '../core/rule';
import { parseProps } from '../core/schema';
import { shownText } from '../core/shown-text';
import type { FleetPlan } from '../plan/schema';
import type { FleetPlanSection } from '../plan/sections/fleet';
import type { PoolPlan } from '../plan/sections/pool';
import type { RolePlan } from '../plan/sections/role';
import type { Policy, SeverityByEnvironment } from './policy';
import { ruleCode } from './rule-code';

/** What breaks a rule, in one sentence without a final period. */
export interface PolicyFailure {
  readonly message: string;
  /** The prop as the user wrote it, e.g. `replicas`. @default - no single one */
  readonly prop?: string;
  /** The value that was given. @default - none */
  readonly value?: unknown;
  /** What would be accepted. @default - what `fix` says */
  readonly allowed?: string;
  /** What to type. @default - what `fix` says */
  readonly repair?: string;
}

/** A rule is kept, there is nothing that it could be held against, or it is broken. */
export type PolicyOutcome = 'pass' | 'not-applicable' | PolicyFailure | readonly PolicyFailure[];

/** Where a subject stands. */
export interface PolicyContext {
  /** Plan of the stack. */
  readonly plan: FleetPlan;
  readonly environment: Environment;
}

/** What rules can be held against, by the word for it. */
export interface PolicySubjects {
  readonly pools: PoolPlan;
  readonly fleets: FleetPlanSection;
  readonly roles: RolePlan;
  /** The plan of each stack. */
  readonly stacks: FleetPlan;
}

interface RuleOn<Kind extends keyof PolicySubjects> {
  /** What is kept, in a few words with dashes, e.g. `no-large-cards`. */
  readonly id: string;
  /** Stable code of your own, e.g. `ACME-001`; codes that begin with `AF-` are those of the library. */
  readonly code: string;
  /** What a violation means, one sentence. */
  readonly title: string;
  /** Why it matters, one sentence. */
  readonly why: string;
  /** Where that is written. */
  readonly source: string;
  /** How to fix it, one sentence. */
  readonly fix: string;
  /**
   * How serious a violation is, always or by environment.
   * @default 'warning'
   */
  readonly severity?: Severity | SeverityByEnvironment;
  /** What it is held against. */
  readonly appliesTo: Kind;
  /** Pure: it reads what it is given and nothing else. */
  readonly check: (subject: PolicySubjects[Kind], context: PolicyContext) => PolicyOutcome;
}

/** A rule of your own. */
export type PolicyRuleProps = { readonly [Kind in keyof PolicySubjects]: RuleOn<Kind> }[keyof PolicySubjects];

const KINDS = ['pools', 'fleets', 'roles', 'stacks'] as const;
const severity = z.enum(['error', 'warning', 'info']);
export const severityGiven = z.union([severity, z.strictObject({ development: severity, staging: severity, production: severity })]);
const sentence = shownText('people read it');
const RULE_ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

export const policyRuleSchema = z.strictObject({
  id: sentence.regex(RULE_ID, { error: "expected a few words with dashes, e.g. 'no-large-cards'" }),
  code: ruleCode.refine((code) => !code.startsWith('AF-'), { error: "expected a code of your own, e.g. 'ACME-001': AF- is the library's" }),
  title: sentence,
  why: sentence,
  source: sentence,
  fix: sentence,
  severity: severityGiven.default('warning'),
  appliesTo: z.enum(KINDS),
  check: z.custom<PolicyRuleProps['check']>((value) => typeof value === 'function', { error: 'expected a function of a subject' }),
});

/**
 * A rule of your own, held against what stands in `fleet.plan.json`. It is part of a `PolicyPack`.
 *
 * @example
 * new PolicyRule({
 *   id: 'prices-known', code: 'ACME-001', title: 'The price of a pool is not known.', why: 'Nobody could say what the fleet costs.',
 *   source: 'https://example.com/handbook#prices', fix: 'Give usdPerGpuHour and priceAsOf on the node pool.',
 *   appliesTo: 'pools',
 *   check: (pool) => (pool.price === null ? { message: `the price of ${pool.name} is not known` } : 'pass'),
 * });
 */
export class PolicyRule implements Policy {
  /** Recognises rules by their brand, so that two copies of the library agree. */
  static isPolicyRule(value: unknown): value is PolicyRule {
    return hasBrand(value, 'PolicyRule');
  }

  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly why: string;
  readonly source: string;
  readonly fix: string;
  readonly severity: SeverityByEnvironment;
  readonly appliesTo: keyof PolicySubjects;
  /** What it says of a subject. */
  readonly check: (subject: PolicySubjects[keyof PolicySubjects], context: PolicyContext) => PolicyOutcome;

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(props: PolicyRuleProps) {
    brand(this, 'PolicyRule');
    const spec = parseProps(policyRuleSchema, props, { path: 'PolicyRule', className: 'PolicyRule' });
    this.id = spec.id;
    this.code = spec.code;
    this.title = spec.title;
    this.why = spec.why;
    this.source = spec.source;
    this.fix = spec.fix;
    this.severity = everywhere(spec.severity);
    this.appliesTo = spec.appliesTo;
    this.check = spec.check as PolicyRule['check'];
  }
}

/** One severity for all environments, or each its own. */
export function everywhere(given: Severity | SeverityByEnvironment): SeverityByEnvironment {
  return typeof given === 'string' ? { development: given, staging: given, production: given } : given;
}
