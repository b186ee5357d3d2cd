/** Holds the plans of an app against a pack. */
import type { Finding, Severity } from '../core/finding';
import { type Environment, strictestOf } from '../core/rule';
import type { FleetPlan } from '../plan/schema';
import type { Pack, PackPoint } from './pack';
import type { Policy } from './policy';

/** `acknowledged`: broken, and somebody accepts that. `not-applicable`: there is nothing that it could be held against. */
export type PointOutcome = 'pass' | 'fail' | 'acknowledged' | 'not-applicable';

export interface PointResult {
  readonly point: PackPoint;
  readonly outcome: PointOutcome;
  /** The worst of what fails; of a point that does not fail, how serious it would be. */
  readonly severity: Severity;
  /** What breaks it, acknowledged or not. */
  readonly findings: readonly Finding[];
}

export interface PackResult {
  readonly pack: Pack;
  readonly environment: Environment;
  readonly results: readonly PointResult[];
  /** Points that nothing breaks but what is acknowledged, of all points. */
  readonly score: { readonly met: number; readonly of: number };
}

/** @param environment What the fleet is judged for; left out, it is that of its clusters. */
export function holdAgainst(pack: Pack, plans: readonly FleetPlan[], environment = environmentOf(plans)): PackResult {
  const kept = new Set(plans.flatMap(({ checks }) => checks?.kept ?? []));
  const findings = plans.flatMap((plan) => plan.findings as readonly Finding[]);
  const results = pack.points.map((point) => resultOf(point, { kept, findings, environment }));
  const met = results.filter(({ outcome }) => outcome !== 'fail').length;
  return { pack, environment, results, score: { met, of: results.length } };
}

export const environmentOf = (plans: readonly FleetPlan[]): Environment =>
  strictestOf(plans.flatMap(({ checks }) => (checks === undefined ? [] : [checks.environment])));

interface Known {
  readonly kept: ReadonlySet<string>;
  readonly findings: readonly Finding[];
  readonly environment: Environment;
}

function resultOf(point: PackPoint, { kept, findings, environment }: Known): PointResult {
  const codes = point.policies.map(({ code }) => code);
  const broken = findings.filter(({ code }) => codes.includes(code));
  const open = broken.filter(({ acknowledged }) => acknowledged === undefined);
  const outcome = outcomeOf({ open: open.length, broken: broken.length, kept: codes.some((code) => kept.has(code)) });
  const severity = point.severity?.[environment] ?? worst(severitiesOf(point.policies, open, environment));
  return { point, outcome, severity, findings: broken };
}

function outcomeOf({ open, broken, kept }: { readonly open: number; readonly broken: number; readonly kept: boolean }): PointOutcome {
  if (open > 0) return 'fail';
  if (broken > 0) return 'acknowledged';
  return kept ? 'pass' : 'not-applicable';
}

/** A finding keeps the severity that its check chose; where the environment alone decides, it is that of this one. */
function severitiesOf(policies: readonly Policy[], open: readonly Finding[], environment: Environment): Severity[] {
  const asRuled = (policy: Policy) => policy.severity[environment];
  if (open.length === 0) return policies.map(asRuled);
  return open.map(({ code, severity }) => {
    const policy = policies.find((one) => one.code === code);
    return policy === undefined || isSame(policy) ? severity : asRuled(policy);
  });
}

const isSame = ({ severity }: Policy): boolean => new Set(Object.values(severity)).size === 1;

const ORDER: readonly Severity[] = ['error', 'warning', 'info'];

export const worst = (severities: readonly Severity[]): Severity => ORDER.find((one) => severities.includes(one)) ?? 'info';
