/** Which constructs a repair changes, and the specs that they would have after it. */
import type { Change, ChangeTarget } from '../core/change';
import type { Worth } from '../core/check-repairs';

/** How changes of a construct's props are tried. */
export interface Changeable {
  readonly kind: ChangeTarget['kind'];
  /** Name in repairs. */
  readonly name: string;
  /** Its spec after the changes; null where they are none of its props, or its schema refuses them. */
  changed(changes: readonly Change[]): object | null;
  /** Whether it depends on the construct at a path: a finding there may be fixed here. */
  uses?(path: string): boolean;
  /** What it is worth, while a repair is tried. */
  worth?(): Worth;
}

/** A construct that may be changed. */
export interface Candidate {
  readonly construct: object;
  readonly path: string;
  readonly changeable: Changeable;
}

/** Specs by construct; null where a change finds no construct that takes it. */
export function changedSpecs(
  candidates: readonly Candidate[],
  path: string,
  changes: readonly Change[],
): ReadonlyMap<object, object> | null {
  const specs = new Map<object, object>();
  for (const group of byTarget(changes)) {
    const found = takerOf(candidates, path, group);
    if (found === null || specs.has(found.construct)) return null;
    specs.set(found.construct, found.spec);
  }
  return specs.size === 0 ? null : specs;
}

/** Changes of one construct are made together. */
function byTarget(changes: readonly Change[]): readonly (readonly Change[])[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const key = change.on === undefined ? '' : `${change.on.kind} ${change.on.name}`;
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()];
}

/** The construct that is named; else the one of the finding, or one that uses it. */
function takerOf(candidates: readonly Candidate[], path: string, changes: readonly Change[]) {
  const target = changes[0]?.on;
  const named = ({ changeable }: Candidate) => changeable.kind === target?.kind && changeable.name === target?.name;
  const near = (candidate: Candidate) => candidate.path === path || candidate.changeable.uses?.(path) === true;
  for (const { construct, changeable } of candidates.filter(target === undefined ? near : named)) {
    const spec = changeable.changed(changes);
    if (spec !== null) return { construct, spec };
  }
  return null;
}
