/** Replicas that nobody changes any more: what follows from one is computed once. A search asks for the same one hundreds of times. */
import type { ReplicaSpec } from './replica-spec';

/** The same replica, with its fields as they are now. */
export const fixedReplica = (spec: ReplicaSpec): ReplicaSpec => (Object.isFrozen(spec) ? spec : Object.freeze({ ...spec }));

/**
 * The same function, which computes its answer once for each fixed replica, and anew for one that may change.
 * @param answer reads the fields of the replica and what cannot change, e.g. its model; nothing inside of its drafter or adapters
 */
export function oncePerFixedReplica<T>(answer: (spec: ReplicaSpec) => T): (spec: ReplicaSpec) => T {
  const known = new WeakMap<ReplicaSpec, { readonly answer: T }>();
  return (spec) => {
    if (!Object.isFrozen(spec)) return answer(spec);
    const before = known.get(spec);
    if (before !== undefined) return before.answer;
    const found = { answer: answer(spec) };
    known.set(spec, found);
    return found.answer;
  };
}
