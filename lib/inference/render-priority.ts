/** The PriorityClass of the pods of a pool. */

import { PodPriority } from '../platform/pod-priority';
import { FleetPriorityClass } from '../platform/priority-class';
import type { PoolPlace } from './pool-place';
import type { PoolView } from './pool-view';

/** What pods say of their class, and what they wait for. */
export interface RenderedPriority {
  /** Undefined for the default of the cluster. Known when the stack is written: roles may still be added. */
  className(): string | undefined;
  readonly after: readonly { readonly fqn: string }[];
}

export function renderPriority({ workload: { namespace }, atSynthesis }: PoolPlace, { spec: { podPriority } }: PoolView): RenderedPriority {
  if (podPriority?.existingClass !== undefined) return { className: () => podPriority.existingClass, after: [] };
  const made = FleetPriorityClass.of(namespace, podPriority ?? PodPriority.BACKGROUND);
  const isUsed = (): boolean => atSynthesis().priority !== null;
  return { className: () => (isUsed() ? made.name : undefined), after: [made.usedWhere(isUsed)] };
}
