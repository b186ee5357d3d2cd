/** The resources and providers that the library has made in each app, also those that were taken out of it since, and what each was made with. */
import type { IConstruct } from 'constructs';

/** What a resource would write now, without overrides. */
type Attributes = () => Readonly<Record<string, unknown>>;

interface Made {
  readonly attributes: Attributes;
  /** What it would have written when the library last set it, as JSON. */
  asMade: string;
}

const MADE = new WeakMap<IConstruct, Map<IConstruct, Made>>();

const writtenNow = (attributes: Attributes): string => JSON.stringify(attributes());

export function remember(made: IConstruct, attributes: Attributes): void {
  const { root } = made.node;
  const known = MADE.get(root) ?? new Map<IConstruct, Made>();
  MADE.set(root, known.set(made, { attributes, asMade: writtenNow(attributes) }));
}

const isMade = (construct: IConstruct): boolean => MADE.get(construct.node.root)?.has(construct) === true;

/** What the library has made, and somebody led to a provider that it has not. */
export function isLedElsewhere(construct: IConstruct): boolean {
  const { provider } = construct as { readonly provider?: IConstruct };
  return provider !== undefined && isMade(construct) && !isMade(provider);
}

export const madeIn = (root: IConstruct): readonly IConstruct[] => [...(MADE.get(root)?.keys() ?? [])];

/** The library itself sets something of what it has made. */
export function setByUs<T extends IConstruct>(made: T, set: (made: T) => void): void {
  set(made);
  const known = MADE.get(made.node.root)?.get(made);
  if (known !== undefined) known.asMade = writtenNow(known.attributes);
}

/** What the library set, and what somebody else has made of it since. */
export interface SetLater {
  readonly asMade: Readonly<Record<string, unknown>>;
  readonly now: Readonly<Record<string, unknown>>;
}

/** Undefined where nobody else has set anything, or the construct is none of ours. */
export function setLater(construct: IConstruct): SetLater | undefined {
  const known = MADE.get(construct.node.root)?.get(construct);
  const now = known === undefined ? undefined : writtenNow(known.attributes);
  if (known === undefined || now === undefined || known.asMade === now) return undefined;
  return { asMade: JSON.parse(known.asMade), now: JSON.parse(now) };
}
