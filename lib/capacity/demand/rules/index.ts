/** The rules of a role's context and of the roles of a fleet together. */
import type { Rule } from '../../../core/rule';
import type { ContextRule } from '../role-context';
import type { ServedRoles } from '../served-roles';
import { conversationPlanned } from './conversation-planned';
import { growthPlanned } from './growth-planned';
import { growthWithinCap } from './growth-within-cap';
import { longPoolAdmits } from './long-pool-admits';
import { longSessionsMoveInTime } from './long-sessions-move-in-time';
import { measuredContextWithinCap } from './measured-context-within-cap';
import { modelAlwaysThere } from './model-always-there';

export const CONTEXT_RULES: readonly ContextRule[] = [
  longPoolAdmits,
  longSessionsMoveInTime,
  growthWithinCap,
  measuredContextWithinCap,
  conversationPlanned,
  growthPlanned,
];

export const SERVED_RULES: readonly Rule<ServedRoles>[] = [modelAlwaysThere];
