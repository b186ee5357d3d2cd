import { shortHash } from '../names';
import { notion } from '../notion';
import { withoutTrailing } from '../trailing';

const MAX = 63;
const VALUE = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;

export function isLabelValue(text: string): boolean {
  return text.length <= MAX && VALUE.test(text);
}

/** Value of a label. */
export const labelValue = notion(
  'label value',
  'the value of a label: letters, digits, dashes, underscores and dots, with a letter or digit at both ends, at most 63',
  isLabelValue,
);

/** A label for any text: the text where it is a valid value, else what is left of it and a hash of all of it, so that two texts never share one. */
export function labelValueOf(text: string): string {
  if (text !== '' && isLabelValue(text)) return text;
  const suffix = `-${shortHash(text)}`;
  const kept = text
    .replace(/[^-A-Za-z0-9_.]/g, '-')
    .slice(0, MAX - suffix.length)
    .replace(/^[^A-Za-z0-9]+/, '');
  return kept === '' ? `x${suffix}` : `${withoutTrailing(kept, (character) => '-_.'.includes(character))}${suffix}`;
}
