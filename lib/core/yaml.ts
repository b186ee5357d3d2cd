/**
 * Plain data as YAML that people read in a ConfigMap. Written so that YAML 1.1 readers (PyYAML) and 1.2 readers agree: every
 * text that could be taken for something else is quoted, and small numbers keep their decimal point (`2.0e-7`).
 */
export type YamlValue = string | number | boolean | null | readonly YamlValue[] | { readonly [key: string]: YamlValue | undefined };

/** Words that a reader of either version takes for a boolean, null, or a number without digits before its exponent. */
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null|e\d+)$/i;
/** Characters that JSON leaves as they are and YAML does not take. */
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;
const PLAIN = /^[A-Za-z_][\w./-]*$/;

/** Renders plain data; entries that are undefined are left out. */
export function toYaml(value: YamlValue): string {
  return `${lines(value).join('\n')}\n`;
}

function lines(value: YamlValue): string[] {
  if (isList(value)) return value.length === 0 ? ['[]'] : value.flatMap(item);
  if (isMap(value)) {
    const entries = Object.entries(value).filter((entry): entry is [string, YamlValue] => entry[1] !== undefined);
    return entries.length === 0 ? ['{}'] : entries.flatMap(([key, inner]) => field(key, inner));
  }
  return [scalar(value)];
}

function item(value: YamlValue): string[] {
  const [first = '', ...rest] = lines(value);
  return [`- ${first}`, ...rest.map(indent)];
}

function field(key: string, value: YamlValue): string[] {
  const inner = lines(value);
  const inline = !(isList(value) || isMap(value)) || isEmpty(value);
  return inline ? [`${scalar(key)}: ${inner.join('')}`] : [`${scalar(key)}:`, ...inner.map(indent)];
}

function scalar(value: string | number | boolean | null): string {
  if (typeof value === 'number') return number(value);
  if (typeof value !== 'string') return String(value);
  return PLAIN.test(value) && !RESERVED.test(value) ? value : JSON.stringify(value).replaceAll(UNPRINTABLE, escaped);
}

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** PyYAML takes `2e-7` for text: its exponents need a decimal point and a sign. */
function number(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} has no YAML form that every reader understands`);
  const [mantissa = '', exponent] = String(value).split('e');
  if (exponent === undefined) return mantissa;
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}e${exponent}`;
}

const indent = (line: string): string => `  ${line}`;
const isList = (value: YamlValue): value is readonly YamlValue[] => Array.isArray(value);
const isMap = (value: YamlValue): value is { readonly [key: string]: YamlValue | undefined } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isEmpty = (value: object): boolean => Object.values(value).every((inner) => inner === undefined);
