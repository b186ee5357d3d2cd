/** The rules of questions that have no answer. */
import type { Rule } from '../../core/rule';
import type { UnplannedFleet } from '../unplanned-fleet';
import { enoughGpus } from './enough-gpus';
import { foundInTime } from './found-in-time';
import { roleServed } from './role-served';

export const PLAN_RULES: readonly Rule<UnplannedFleet>[] = [roleServed, enoughGpus, foundInTime];
