import { notion } from '../notion';

/** Longest DNS label, characters. */
const MAX = 63;
/** RFC 1123: what namespaces are named by. RFC 1035, which Services follow, forbids a digit at the beginning. */
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

export function isDnsLabel(text: string): boolean {
  return text.length <= MAX && isWrittenAsLabel(text);
}

/** The same without a limit to its length. */
export const isWrittenAsLabel = (text: string): boolean => LABEL.test(text);

/** A name of our own that becomes part of object names: pools of nodes, roles. */
export const dnsLabel = notion(
  'DNS label',
  'lower-case letters, digits and dashes, beginning with a letter, at most 63',
  (text) => isDnsLabel(text) && /^[a-z]/.test(text),
);
