import { notion } from '../notion';
import { isDnsSubdomain } from './dns-subdomain';
import { isLabelValue } from './label-value';

/** Key of a label or taint: a name of at most 63 characters, with a DNS name and a slash in front where it has an owner. */
export const labelKey = notion('label key', "the key of a label, e.g. 'pool' or 'example.com/pool'", (text) => {
  const parts = text.split('/');
  const name = parts.at(-1) ?? '';
  const prefix = parts.slice(0, -1);
  return name !== '' && isLabelValue(name) && prefix.length < 2 && prefix.every((domain) => isDnsSubdomain(domain));
});
