/** The rules of a role's context, of the roles of a fleet together, and of their names. */
import type { Rule } from '../../../core/rule';
import type { NamedRoles } from '../named-roles';
import type { ContextRule } from '../role-context';
import type { ServedRoles } from '../served-roles';
import { conversationPlanned } from './conversation-planned';
import { describedRolesUsed } from './described-roles-used';
import { growthPlanned } from './growth-planned';
import { growthWithinCap } from './growth-within-cap';
import { longPoolAdmits } from './long-pool-admits';
import { longSessionsMoveInTime } from './long-sessions-move-in-time';
import { measuredContextWithinCap } from './measured-context-within-cap';
import { modelAlwaysThere } from './model-always-there';
import { topologyRolesDescribed } from './topology-roles-described';

export const CONTEXT_RULES: readonly ContextRule[] = [
  longPoolAdmits,
  longSessionsMoveInTime,
  growthWithinCap,
  measuredContextWithinCap,
  conversationPlanned,
  growthPlanned,
];

export const SERVED_RULES: readonly Rule<ServedRoles>[] = [modelAlwaysThere];

export const NAME_RULES: readonly Rule<NamedRoles>[] = [topologyRolesDescribed, describedRolesUsed];
