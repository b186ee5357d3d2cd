/** Collects the packs and acknowledgements of an app, and reviews its findings by them when it is synthesized. */
import type { IConstruct } from 'constructs';
import { evaluateRules } from '../core/evaluate-rules';
import type { Finding } from '../core/finding';
import { FleetSpecError } from '../core/fleet-error';
import { isGraded, severitiesOf } from '../core/rule';
import type { PackPlan } from '../plan/sections/checks';
import type { Reviewer, StackDraft } from '../terraform/reviewer';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import { type AcknowledgementView, isBelow, isKnown, isOver, type PlacedAcknowledgement } from './accepted';
import { ALL_RULES } from './all-rules';
import { gradedBy } from './graded';
import { ownFindings } from './own-findings';
import type { AppliedPack, Pack } from './pack';
import { PACKS } from './packs';
import { PolicyRule } from './policy-rule';
import { ACKNOWLEDGEMENT_RULES } from './rules';

export class PolicyReview implements Reviewer {
  private readonly acknowledgements: PlacedAcknowledgement[] = [];
  private readonly applied: AppliedPack[] = [];

  accept(acknowledgement: PlacedAcknowledgement): void {
    this.acknowledgements.push(acknowledgement);
  }

  /** @throws FleetSpecError AF-SPEC-003 where another pack has the name. */
  hold(applied: AppliedPack): void {
    const { id } = applied.pack;
    if (this.applied.some(({ pack }) => pack.id === id && pack !== applied.pack)) throw named(id);
    this.applied.push(applied);
  }

  review(findings: readonly Finding[], drafts: () => readonly StackDraft[]): readonly Finding[] {
    const plans = this.applied.length === 0 ? [] : drafts();
    const own = this.applied.flatMap(({ pack, path }) => ownFindings(ownRulesOf(pack), path, plans));
    const all = [...findings, ...withoutDoubles(own)];
    const graded = gradedBy(this.applied, all, plans);
    return this.accepted(all, graded);
  }

  packs(): readonly PackPlan[] {
    const own = [...new Set(this.applied.map(({ pack }) => pack))].filter((pack) => !PACKS.includes(pack));
    return own.map(({ id, title, points }) => ({
      id,
      title,
      rules: points.flatMap(({ policies, severity }) =>
        policies.map(({ id: name, code, title: meaning, appliesTo, why, source, fix, severity: asRuled }) => ({
          ...{ id: name, code, title: meaning, appliesTo, why, source, fix, severity: severity ?? asRuled },
        })),
      ),
    }));
  }

  /** Each acknowledgement takes what no earlier one has taken. */
  private accepted(asFound: readonly Finding[], graded: readonly Finding[]): Finding[] {
    const codes = [...ALL_RULES, ...this.applied.flatMap(({ pack }) => ownRulesOf(pack))].map(({ code }) => code);
    const today = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
    const by = new Map<Finding, PlacedAcknowledgement>();
    const said = this.acknowledgements.flatMap((acknowledgement) => {
      const { path, rule } = acknowledgement;
      const covers = graded.filter((one) => one.code === rule && isBelow(one.path, path) && !by.has(one));
      const refusals = covers.filter((one) => isRefusal(asFound[graded.indexOf(one)] as Finding));
      const view: AcknowledgementView = { acknowledgement, covers, refusals, codes, today };
      if (isKnown(view) && !isOver(view) && refusals.length === 0) for (const one of covers) by.set(one, acknowledgement);
      return evaluateRules(ACKNOWLEDGEMENT_RULES, view).map((finding) => ({ ...finding, path }));
    });
    return [...graded.map((one) => withAcceptance(one, by.get(one))), ...said];
  }
}

/** The review of the app of a construct. */
export const reviewOf = (scope: IConstruct): PolicyReview => SynthesisRegistry.of(scope).reviewedBy(() => new PolicyReview());

function withAcceptance(finding: Finding, acknowledgement: PlacedAcknowledgement | undefined): Finding {
  if (acknowledgement === undefined) return finding;
  const { reason, owner, expires } = acknowledgement;
  return { ...finding, acknowledged: { reason, owner, ...(expires === undefined ? {} : { expires }) } };
}

const ownRulesOf = ({ points }: Pack): PolicyRule[] =>
  points.flatMap(({ policies }) => policies.filter((one): one is PolicyRule => PolicyRule.isPolicyRule(one)));

/** An error that another environment has not, or that a pack or a strict cluster makes of a warning, is an opinion; others say that something does not work. */
function isRefusal({ code, severity }: Finding): boolean {
  if (severity !== 'error') return false;
  const rule = ALL_RULES.find((one) => one.code === code);
  const isByEnvironment = rule !== undefined && typeof rule.severity !== 'string' && !isGraded(rule.severity);
  return rule !== undefined && !isByEnvironment && severitiesOf(rule).includes('error');
}

/** A rule of two packs that apply to one construct says once what it finds. */
function withoutDoubles(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((one) => [`${one.code}|${one.path}|${one.message}`, one])).values()];
}

const named = (id: string) =>
  new FleetSpecError([
    {
      code: 'AF-SPEC-003',
      severity: 'error',
      path: 'applyPack',
      prop: 'pack',
      value: id,
      allowed: 'one pack of each name',
      message: `the app is held against another pack ${id} already`,
      repairs: [`id: '${id}-2'`],
    },
  ]);
