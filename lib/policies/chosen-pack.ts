/** A pack by its name: one of the library, or one that a plan describes. */
import { closest } from '../core/closest';
import { FleetSpecError } from '../core/fleet-error';
import type { FleetPlan } from '../plan/schema';
import type { PackPlan } from '../plan/sections/checks';
import { type Pack, pointsOf } from './pack';
import { PACKS } from './packs';

/** @throws FleetSpecError AF-SPEC-001 when there is no pack of this name; the message names the closest. */
export function chosenPack(id: string, plans: readonly FleetPlan[]): Pack {
  const own = plans.flatMap(({ checks }) => checks?.packs ?? []).map(ofPlan);
  const known = [...PACKS, ...own];
  const found = known.find((pack) => pack.id === id);
  if (found !== undefined) return found;
  const ids = [...new Set(known.map((pack) => pack.id))];
  const suggestion = closest(id, ids);
  throw new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: 'agent-fleet check',
      prop: '--pack',
      value: id,
      allowed: ids.join(', '),
      message: `there is no pack "${id}"`,
      repairs: [suggestion === undefined ? '--pack productionChecklist' : `did you mean ${suggestion}?`],
    },
  ]);
}

const ofPlan = ({ id, title, rules }: PackPlan): Pack => ({ id, title, points: pointsOf(rules) });
