/** Pods take the place of others only where the plan gives them the right to. Names that clusters give to pods by default are no matter of these rules. */
import type { WrittenWorkload } from '../namespace-pods/written-workload';
import { HELD_PRIORITIES } from '../priority-names';
import { celValue, type Validation, validation } from './cel';

const NAMED = 'object.spec.priorityClassName';

export function priorityRules(workloads: readonly WrittenWorkload[]): Validation[] {
  const planned = new Set(workloads.flatMap(({ pods }) => pods.map(({ pod }) => pod.priorityClass)).filter((name) => name !== ''));
  const isHeld = HELD_PRIORITIES.map((prefix) => `${NAMED}.startsWith('${prefix}')`).join(' || ');
  return [
    validation(
      'a pod has a priority of the system or of a fleet only where the plan gives it',
      `!has(${NAMED}) || !(${isHeld}) || ${NAMED} in ${celValue([...planned].sort())}`,
    ),
  ];
}
