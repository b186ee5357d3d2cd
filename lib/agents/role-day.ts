/** The day of a role that is known by its conversations. */
import { type DayPlan, planConversations } from '../capacity/demand/conversations';
import { type DayCurve, type DayCurveName, ownDayCurve } from '../capacity/demand/day-curve';
import { definedOnly } from '../terraform/defined-only';
import { contextOf, type PlacedRole } from './role-context';

/** Null for a role that works in workflows. */
export function dayOf(fleet: string, role: PlacedRole): DayPlan | null {
  const { conversations: asked, sharedPrefixTokens } = role.props;
  if (asked === undefined) return null;
  const { perDay, curve, kept, ...conversations } = asked;
  return planConversations({
    ...definedOnly(conversations),
    fleet,
    role: role.name,
    contextTokens: contextOf(role),
    conversationsPerDay: perDay,
    ...definedOnly({ sharedPrefixTokens, kept: kept?.retained, curve: curve === undefined ? undefined : curveOf(curve) }),
  });
}

const curveOf = (curve: DayCurveName | readonly number[]): DayCurve | DayCurveName =>
  typeof curve === 'string' ? curve : ownDayCurve(curve);
