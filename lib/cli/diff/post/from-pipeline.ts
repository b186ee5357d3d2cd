/** What a pipeline says of itself in its environment. */
import { withoutTrailing } from '../../../core/trailing';
import { notPosted } from './ask-host';

export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws FleetSpecError when none of the variables is set */
export function said(env: Environment, names: readonly string[], what: string): string {
  const found = names.map((name) => env[name]).find((value) => value !== undefined && value !== '');
  if (found !== undefined) return found;
  throw notPosted(`${names.join(' or ')} is not set, so ${what} is not known`, [`set ${names[0]}`]);
}

/** Address of an API without a slash at its end. @throws FleetSpecError when it is none */
export function apiAddress(text: string, name: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && (url.protocol === 'https:' || url.protocol === 'http:'))
    return withoutTrailing(text, (character) => character === '/');
  throw notPosted(`${name} is no address: ${text}`, [`${name}=https://…`]);
}
