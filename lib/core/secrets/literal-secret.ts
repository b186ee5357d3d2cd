/** Finds secrets that are written out: by the name of what holds them, or by the look of the value. */
import { evaluateRules } from '../evaluate-rules';
import { type Finding, place } from '../finding';
import { isToken } from '../token';
import { holdsKnownKey } from './known-keys';
import { type LiteralSecret, secretByReference } from './rules/secret-by-reference';
import { isSecretName, wordsOf } from './secret-names';

/** `scheme://user:password@host`; a password that the kubelet fills in (`$(NAME)`) is none. */
const URL_PASSWORD = /:\/\/[^/\s:@]{0,200}:(?!\$\([A-Za-z_][A-Za-z0-9_]{0,200}\)@)[^/\s@]{1,500}@/;
/** `Authorization: Bearer …` and `Bearer …`: words of prose have no digit. */
const HEADER = /\b(?:bearer|basic)\s{1,5}(?=[\w.~+/=-]{0,400}\d)[\w.~+/=-]{8,}/i;
/** `name=value`, `"name": "value"` inside a longer text: connection strings, queries, JSON. */
const ASSIGNMENT = /(?:^|[\s?&;,{"'])([A-Za-z][\w.-]{1,60})["']?\s{0,3}[:=]\s{0,3}["']?(?!\/\/)([^\s"'&;,}]{8,500})/g;

/** What stands where a secret belongs and is none: switched off, filled in later by the kubelet or the program, a word of no meaning. */
const PLACEHOLDER =
  /^(?:|true|false|null|none|empty|dummy|unused|not[-_ ]?needed|(?:sk-)?no[-_ ]?key(?:[-_ ]?required)?|\$\([A-Za-z_]\w{0,200}\)|os\.environ\/\w{1,200}|<[^<>]{1,80}>)$/i;
/** Where a secret lies, or who gives it out. */
const PLACE = /^(?:\/[\w./-]{1,400}|\.{1,2}\/[\w./-]{1,400}|https?:\/\/[^\s@]{1,400})$/;

/** Whether a value under this name would give a secret away. */
export function looksSecret(name: string, value: string): boolean {
  if (PLACEHOLDER.test(value)) return false;
  return holdsSecret(value) || (isSecretName(name) && !PLACE.test(value) && !isCount(name, value));
}

/** A password may be a number; a token or key that is one is a count. */
function isCount(name: string, value: string): boolean {
  return /^[\d.]{1,8}$/.test(value) && !/^(?:PASS|PWD)/.test(wordsOf(name).at(-1) ?? '');
}

/** Whether a text holds a secret, whatever it is called. */
function holdsSecret(text: string): boolean {
  return holdsKnownKey(text) || URL_PASSWORD.test(text) || HEADER.test(text) || assigns(text);
}

function assigns(text: string): boolean {
  return [...text.matchAll(ASSIGNMENT)].some(([, name = '', value = '']) => {
    return (
      isSecretName(name) &&
      /\d/.test(value) &&
      /[A-Za-z]/.test(value) &&
      !PLACEHOLDER.test(value) &&
      !isToken(value) &&
      !value.startsWith('$(')
    );
  });
}

/** One finding per literal secret of an environment map. A token counts: Terraform knows its value and keeps it in the state. */
export function literalSecrets(env: Readonly<Record<string, unknown>>, path: string, prop: string): Finding[] {
  const found = Object.entries(env)
    .filter(([name, value]) => typeof value === 'string' && looksSecret(name, value))
    .map(([name]) => ({ prop: `${prop}.${name}`, repairs: [`${name}: SecretRef.existing('<secret name>', '<key>')`] }));
  return findings(found, path);
}

/** One finding per literal secret among the arguments of a program, written `--flag value` or `--flag=value`. */
export function literalSecretArgs(args: readonly string[], path: string, prop: string): Finding[] {
  const found = secretArgs(args).map(({ index, flag }) => {
    const variable = wordsOf(flag).join('_') || 'SECRET';
    const written = flag === '' ? `'$(${variable})'` : `'${flag}', '$(${variable})'`;
    const reference = `env: { ${variable}: SecretRef.existing('<secret name>', '<key>') }`;
    return { prop: `${prop}.${index}`, repairs: [`${reference}, ${prop}: [${written}]`] };
  });
  return findings(found, path);
}

/** Names of values that hold a secret themselves: those of charts, and those of the configuration of Alertmanager. */
const NAMED_VALUE =
  /(?:password|passwd|passphrase|api_?key|auth_?token|access_?token|bearer_token|bot_token|routing_key|service_key|user_key|auth_secret|client_secret)$/i;

/** One finding per literal secret among the values of a chart, where names such as `existingSecret` say where a secret lies. */
export function literalSecretsIn(values: unknown, path: string, prop: string): Finding[] {
  if (Array.isArray(values)) return values.flatMap((value, index) => literalSecretsIn(value, path, `${prop}.${index}`));
  if (typeof values === 'object' && values !== null)
    return Object.entries(values).flatMap(([key, value]) => literalSecretsIn(value, path, `${prop}.${key}`));
  if (typeof values !== 'string' || PLACEHOLDER.test(values)) return [];
  return NAMED_VALUE.test(prop) || holdsSecret(values)
    ? findings([{ prop, repairs: ["name an existing Secret; most charts have a value such as 'existingSecret'"] }], path)
    : [];
}

interface SecretArg {
  readonly index: number;
  readonly flag: string;
  readonly value: string;
}

function secretArgs(args: readonly string[]): SecretArg[] {
  return args.flatMap((arg, index) => {
    const equals = arg.indexOf('=');
    const named = /^-{1,2}[A-Za-z]/.test(arg);
    if (named && equals > 0) return ifSecret({ index, flag: arg.slice(0, equals), value: arg.slice(equals + 1) });
    const before = args[index - 1] ?? '';
    const flag = /^-{1,2}[A-Za-z][^=]*$/.test(before) ? before : '';
    return named ? [] : ifSecret({ index, flag, value: arg });
  });
}

const ifSecret = (arg: SecretArg): SecretArg[] => (looksSecret(arg.flag, arg.value) ? [arg] : []);

const findings = (found: readonly LiteralSecret[], path: string): Finding[] =>
  evaluateRules([secretByReference], found).map((finding) => place(path, finding));

/** Values of an environment or of arguments that no message may repeat. */
export function secretValues(env: Readonly<Record<string, unknown>>, args: readonly string[]): string[] {
  const variables = Object.entries(env).flatMap(([name, value]) => (typeof value === 'string' && looksSecret(name, value) ? [value] : []));
  return [...variables, ...secretArgs(args).map(({ value }) => value)].filter((value) => value.length >= 4);
}

/** The findings without these values, wherever one of them repeats such a value. */
export function withoutSecrets<F extends object>(findings: readonly F[], secrets: readonly string[]): F[] {
  return secrets.length === 0 ? [...findings] : (hide(findings, secrets) as F[]);
}

function hide(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return secrets.reduce((text, secret) => text.replaceAll(secret, () => '(hidden)'), value);
  if (Array.isArray(value)) return value.map((item) => hide(item, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hide(inner, secrets)]));
}
