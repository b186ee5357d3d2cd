/** The resources and providers that the library has made in each app, also those that were taken out of it since, and what each was made with. */
import type { IConstruct } from 'constructs';
import { isPlainObject } from '../core/plain-object';
import { withoutStackTraces } from './stack-traces';

interface Made {
  /** What it was given when the library last set it, as JSON; undefined where nobody compares it. */
  asMade: string | undefined;
}

const MADE = new WeakMap<IConstruct, Map<IConstruct, Made>>();

/** Names of what the objects of a class were given, each of which the classes of a provider keep as `<name>Input`. */
const INPUTS = new Map<object, readonly string[]>();

/** How Terraform waits for a resource; nothing of it is in the resource. */
const OF_TERRAFORM = /^(id|timeouts?|wait.*)Input$/;

function inputsOf(made: object): readonly string[] {
  const own = Object.getPrototypeOf(made) as object;
  const known = INPUTS.get(own) ?? [...new Set(namesIn(own))].filter((name) => name.endsWith('Input') && !OF_TERRAFORM.test(name));
  INPUTS.set(own, known);
  return known;
}

const namesIn = (prototype: object | null): string[] =>
  prototype === null ? [] : [...Object.getOwnPropertyNames(prototype), ...namesIn(Object.getPrototypeOf(prototype))];

/** What a resource was given, as JSON: ten times as fast as what it would write. */
function givenNow(made: IConstruct): string {
  const { count, forEach } = made as { readonly count?: unknown; readonly forEach?: unknown };
  const given = inputsOf(made).map((name) => [name.slice(0, -'Input'.length), (made as unknown as Record<string, unknown>)[name]]);
  // Terraform makes it once, as the library says, unless somebody sets these.
  const times = Object.entries({ count, forEach }).flatMap(([name, value]) => (value === undefined ? [] : [[name, 'set']]));
  return textOf(Object.fromEntries([...given, ...times]));
}

/** A block of another resource in place of data holds the whole app, of which there is no JSON. */
function textOf(given: object): string {
  try {
    return JSON.stringify(given);
  } catch {
    return JSON.stringify(given, (_key, value) => (isData(value) ? value : '<no data>'));
  }
}

const isData = (value: unknown): boolean => typeof value !== 'object' || value === null || Array.isArray(value) || isPlainObject(value);

/** Resources of which the plan says something: pods, what they read and keep, how they are found, and charts. Comparing each policy would take as long again. */
const COMPARED = new Set(
  ['deployment_v1', 'stateful_set_v1', 'job_v1', 'config_map_v1', 'persistent_volume_claim_v1', 'service_v1'].map(
    (kind) => `kubernetes_${kind}`,
  ),
).add('helm_release');

const isCompared = (made: IConstruct): boolean =>
  COMPARED.has((made as { readonly terraformResourceType?: string }).terraformResourceType ?? '');

export function remember(made: IConstruct): void {
  const { root } = made.node;
  const known = MADE.get(root) ?? new Map<IConstruct, Made>();
  MADE.set(root, known.set(made, { asMade: isCompared(made) ? givenNow(made) : undefined }));
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
  withoutStackTraces(() => set(made));
  const known = MADE.get(made.node.root)?.get(made);
  if (known?.asMade !== undefined) known.asMade = givenNow(made);
}

/** What the library set, and what somebody else has made of it since. */
export interface SetLater {
  readonly asMade: Readonly<Record<string, unknown>>;
  readonly now: Readonly<Record<string, unknown>>;
}

/** Undefined where nobody else has set anything, or the construct is none of ours. */
export function setLater(construct: IConstruct): SetLater | undefined {
  const known = MADE.get(construct.node.root)?.get(construct);
  if (known?.asMade === undefined) return undefined;
  const now = givenNow(construct);
  return known.asMade === now ? undefined : { asMade: JSON.parse(known.asMade), now: JSON.parse(now) };
}
