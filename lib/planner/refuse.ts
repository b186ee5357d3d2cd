/** Why nothing was found, and the smallest changes with which something would be. */
import { evaluateRules } from '../core/evaluate-rules';
import { place } from '../core/finding';
import { FleetCapacityError } from '../core/fleet-error';
import { formatUsd } from '../core/format';
import type { JudgedPools } from './column-pool';
import type { FleetToPlan } from './fleet-to-plan-schema';
import { itemsOf } from './item';
import { offersAsked } from './offers-asked';
import { alone, relaxations, withRole } from './relaxation';
import { PLAN_RULES } from './rules';
import type { Unplaceable } from './search';
import { priceOrNull } from './searched';
import type { UnplannedFleet } from './unplanned-fleet';

/** @throws FleetCapacityError AF-PLAN-001, -002 or -003 */
export function refuse(question: FleetToPlan, found: Unplaceable | 'too late', judged: JudgedPools): never {
  throw new FleetCapacityError(
    evaluateRules(PLAN_RULES, unplanned(question, found, judged)).map((finding) => place(question.name, finding)),
  );
}

function unplanned(question: FleetToPlan, found: Unplaceable | 'too late', judged: JudgedPools): UnplannedFleet {
  if (found === 'too late') return { kind: 'too-late', timeLimitMs: question.timeLimitMs };
  if ('offers' in found) return { kind: 'short', ...offersAsked(question, found.offers, judged) };
  const { role = '' } = itemsOf(question)[found.item] ?? {};
  return { kind: 'unserved', role, ...whatHelps(question, role, judged) };
}

type Help = Pick<Extract<UnplannedFleet, { kind: 'unserved' }>, 'contextTokens' | 'longest' | 'changes'>;

/** What helps the role by itself: a refusal names one thing to change. */
function whatHelps(question: FleetToPlan, role: string, judged: JudgedPools): Help {
  const only = alone(question, role);
  const contextTokens = only.roles[role]?.contextTokens ?? 0;
  const longest = longestContext(only, role, judged);
  const eased = relaxations(only, role).flatMap(({ change, question: other }) => {
    const usd = priceOrNull(other, judged);
    return usd === null ? [] : [`${change} (${formatUsd(usd)} an hour for this role)`];
  });
  const { nodes } = offersAsked(only, Object.keys(only.inventory), judged);
  const more = nodes.map(({ offer, nodes: count }) => `inventory.${offer}.nodes: ${count}`);
  return { contextTokens, longest, changes: [...more, ...eased] };
}

/** The longest context with which the role would be served; null where none is. */
function longestContext(question: FleetToPlan, role: string, judged: JudgedPools): number | null {
  const asked = question.roles[role];
  if (asked === undefined || asked.request !== undefined) return null;
  const holds = (contextTokens: number) => priceOrNull(withRole(question, role, { ...asked, contextTokens }), judged) !== null;
  if (!holds(1)) return null;
  let [low, high] = [1, asked.contextTokens];
  while (high - low > Math.max(1, low / 100)) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}
