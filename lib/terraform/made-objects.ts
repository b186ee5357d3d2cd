/** The resources and providers that the library has made in each app, also those that were taken out of it since. */
import type { IConstruct } from 'constructs';

const MADE = new WeakMap<IConstruct, Set<IConstruct>>();

export function remember(made: IConstruct): void {
  const { root } = made.node;
  const known = MADE.get(root) ?? new Set();
  MADE.set(root, known.add(made));
}

export const madeIn = (root: IConstruct): readonly IConstruct[] => [...(MADE.get(root) ?? [])];
