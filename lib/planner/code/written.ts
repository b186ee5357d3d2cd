/** Values as a program writes them: constants of the catalog by their names, objects and texts as literals. */
import { Gpu } from '../../catalog/gpu';
import { Model } from '../../catalog/model';

/** Text that stands in the program as it is, e.g. the name of a constant. */
export interface Verbatim {
  readonly verbatim: string;
}

export type Written = Verbatim | string | number | boolean | readonly Written[] | { readonly [key: string]: Written | undefined };

export const verbatim = (text: string): Verbatim => ({ verbatim: text });

const isVerbatim = (value: object): value is Verbatim => 'verbatim' in value;

const constantOf = (holder: object, name: string, value: unknown): string | undefined => {
  const found = Object.entries(holder).find(([, one]) => one === value)?.[0];
  return found === undefined ? undefined : `${name}.${found}`;
};

/** `Gpu.L40S`; one of the user's own is written as a variable of theirs. */
export const gpuInCode = (gpu: Gpu): Verbatim => verbatim(constantOf(Gpu, 'Gpu', gpu) ?? `ownGpu /* ${inComment(gpu.id)} */`);

/** `Model.QWEN3_8B`; one of the user's own is written as a variable of theirs. */
export const modelInCode = (model: Model): Verbatim =>
  verbatim(constantOf(Model, 'Model', model) ?? `ownModel /* ${inComment(model.id)} */`);

/** No text ends the comment that it stands in. */
const inComment = (text: string) => text.replace(/\*\//g, '').replace(/\s+/g, ' ');

const LONGEST_LINE = 120;

/** Code of a value; objects on one line where they are short enough. */
export function codeOf(value: Written, indent = ''): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object') return typeof value === 'number' ? grouped(value) : String(value);
  if (!Array.isArray(value) && isVerbatim(value)) return value.verbatim;
  const line = onOneLine(value);
  return indent.length + line.length <= LONGEST_LINE - 20 && !line.includes('\n') ? line : onLines(value, indent);
}

function onOneLine(value: object): string {
  if (Array.isArray(value)) return `[${value.map((one) => codeOf(one)).join(', ')}]`;
  const parts = entriesOf(value).map(([key, one]) => part(key, codeOf(one)));
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

function onLines(value: object, indent: string): string {
  const deeper = `${indent}  `;
  if (Array.isArray(value)) return `[\n${value.map((one) => `${deeper}${codeOf(one, deeper)},\n`).join('')}${indent}]`;
  return `{\n${entriesOf(value)
    .map(([key, one]) => `${deeper}${part(key, codeOf(one, deeper))},\n`)
    .join('')}${indent}}`;
}

const entriesOf = (value: object) => Object.entries(value).filter((entry): entry is [string, Written] => entry[1] !== undefined);

function part(key: string, code: string): string {
  const name = /^[a-z_$][\w$]*$/i.test(key) ? key : quoted(key);
  return name === code ? name : `${name}: ${code}`;
}

export const quoted = (text: string): string => `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;

/** 16384 → `16_384`, as people write it. */
const grouped = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) >= 1_000 ? String(value).replace(/\B(?=(?:\d{3}){1,5}(?!\d))/g, '_') : String(value);

/** `llama-3-1-8b` → `llama318b`, which is a name in a program. */
export function variableOf(name: string): string {
  const joined = camelCase(name);
  return TAKEN.has(joined) || joined.startsWith(EXTERNAL) ? `${joined}Pool` : joined;
}

/** Names of external models begin alike, and no other name does. */
export const externalVariable = (api: string): string => camelCase(`${EXTERNAL}-${api}`);

const EXTERNAL = 'external';

function camelCase(name: string): string {
  const [first = '', ...rest] = name.split('-');
  return first + rest.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
}

const TAKEN = new Set([
  'app',
  'cluster',
  'platform',
  'stack',
  'new',
  'const',
  'class',
  'function',
  'delete',
  'default',
  'ownGpu',
  'ownModel',
]);
