/** The checklist for production, and the packs that the app applies, point by point. */

import type { FleetPlan } from '../../plan/schema';
import { chosenPack } from '../../policies/chosen-pack';
import { holdAgainst, type PointOutcome } from '../../policies/hold-against';
import type { Pack } from '../../policies/pack';
import { PRODUCTION_CHECKLIST } from '../../policies/packs';

export interface CheckedPoint {
  readonly title: string;
  readonly outcome: PointOutcome;
  readonly severity: string;
  readonly codes: readonly string[];
  /** What breaks it, acknowledged or not. */
  readonly findings: readonly { readonly path: string; readonly message: string }[];
}

export interface Checklist {
  readonly title: string;
  readonly environment: string;
  /** Points that nothing breaks but what is acknowledged, of all. */
  readonly met: number;
  readonly of: number;
  readonly points: readonly CheckedPoint[];
}

/** Empty for plans of older releases, which hold nothing that a pack could be held against. */
export function checklistsOf(plans: readonly FleetPlan[]): Checklist[] {
  if (plans.every(({ checks }) => checks === undefined)) return [];
  const own = [...new Set(plans.flatMap(({ checks }) => (checks?.packs ?? []).map(({ id }) => id)))];
  return [PRODUCTION_CHECKLIST, ...own.map((id) => chosenPack(id, plans))].map((pack) => checklistOf(pack, plans));
}

function checklistOf(pack: Pack, plans: readonly FleetPlan[]): Checklist {
  const { environment, score, results } = holdAgainst(pack, plans);
  return {
    ...{ title: pack.title, environment, ...score },
    points: results.map(({ point, outcome, severity, findings }) => ({
      ...{ title: point.title, outcome, severity, codes: point.policies.map(({ code }) => code) },
      findings: findings.map(({ path, message }) => ({ path, message })),
    })),
  };
}
