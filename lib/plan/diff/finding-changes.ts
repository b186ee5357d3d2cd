/** Findings that came and findings that went. One that stays with other figures is neither. */
import type { FleetPlan } from '../schema';

export type PlanFinding = FleetPlan['findings'][number];

export interface FindingChanges {
  readonly appeared: readonly PlanFinding[];
  readonly resolved: readonly PlanFinding[];
}

const SEVERITIES = ['error', 'warning', 'info'] as const;

export function findingChanges(before: FleetPlan | null, after: FleetPlan | null): FindingChanges {
  const [old, young] = [before?.findings ?? [], after?.findings ?? []];
  return { appeared: onlyIn(young, old), resolved: onlyIn(old, young) };
}

/** Each of the others takes one away: a rule may find two things at one place. */
function onlyIn(findings: readonly PlanFinding[], others: readonly PlanFinding[]): PlanFinding[] {
  const left = new Map<string, number>();
  for (const finding of others) left.set(keyOf(finding), (left.get(keyOf(finding)) ?? 0) + 1);
  const only = findings.filter((finding) => {
    const known = left.get(keyOf(finding)) ?? 0;
    left.set(keyOf(finding), known - 1);
    return known <= 0;
  });
  return only.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

const keyOf = ({ code, severity, path, prop }: PlanFinding): string => JSON.stringify([code, severity, path, prop ?? null]);
