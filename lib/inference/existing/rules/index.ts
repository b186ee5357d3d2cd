import type { Rule } from '../../../core/rule';
import type { StatedPool } from '../stated-demand';
import { capacityHolds } from './capacity-holds';
import { capacityKnown } from './capacity-known';
import { contextAdmitted } from './context-admitted';

/** The rules of pools that somebody else runs. */
export const EXISTING_POOL_RULES: readonly Rule<StatedPool>[] = [capacityKnown, capacityHolds, contextAdmitted];
