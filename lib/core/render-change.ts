/** Changes as text: in words for messages, and as code to paste. */
import { type Change, type ChangeValue, isConstant } from './change';
import { formatInteger } from './format';

/** More would hide the first ones. */
const SHOWN = 4;

/** `kvCacheDtype: 'fp8'`, `contextTokens ≤ 7,790`, `maxContextTokens: 12_000 on pool 'planner'`. */
export function renderChanges(changes: readonly Change[]): string {
  const shown = changes.slice(0, changes.length === SHOWN + 1 ? SHOWN + 1 : SHOWN).map(renderChange);
  const more = changes.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${more} more`;
}

function renderChange(change: Change): string {
  const where = change.on === undefined ? '' : ` on ${change.on.kind} '${change.on.name}'`;
  return `${inWords(change)}${where}`;
}

function inWords({ field, op, value }: Change): string {
  if (op === 'remove' || value === undefined) return `leave out ${field}`;
  if (op === 'set') return `${field}: ${literal(value)}`;
  const bound = typeof value === 'number' ? formatInteger(value) : literal(value);
  return `${field} ${op === 'atMost' ? '≤' : '≥'} ${bound}`;
}

/** Props to paste, nested as the program nests them: `roles: { planner: { contextTokens: 7_790 } }`. Bounds are taken at their end. */
export function changesAsCode(changes: readonly Change[]): string {
  const root: Tree = new Map();
  for (const { field, value } of changes) put(root, field.split('.'), value);
  return propsOf(root);
}

type Tree = Map<string, Tree | string>;

function put(tree: Tree, [head = '', ...rest]: readonly string[], value: ChangeValue | undefined): void {
  if (rest.length === 0) {
    tree.set(head, value === undefined ? 'undefined' : literal(value));
    return;
  }
  const below = tree.get(head);
  const next: Tree = below instanceof Map ? below : new Map();
  tree.set(head, next);
  put(next, rest, value);
}

const propsOf = (tree: Tree): string =>
  [...tree].map(([key, value]) => `${keyOf(key)}: ${value instanceof Map ? `{ ${propsOf(value)} }` : value}`).join(', ');

const keyOf = (key: string) => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key));

/** As TypeScript reads it: `12_000`, `'fp8'`, `Gpu.H200_SXM`. */
function literal(value: ChangeValue): string {
  if (isConstant(value)) return value.constant;
  if (typeof value === 'number') return grouped(value);
  return typeof value === 'string' ? quoted(value) : String(value);
}

const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n')}'`;

/** A number as TypeScript reads it, e.g. `12_000`. */
export function grouped(value: number): string {
  const [whole = '', fraction] = String(value).split('.');
  const digits = whole.replace(/\B(?=(?:\d{3}){1,120}(?!\d))/g, '_');
  return fraction === undefined ? digits : `${digits}.${fraction}`;
}
