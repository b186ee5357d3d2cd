import { shortHash } from '../names';
import { isWrittenAsLabel } from './dns-label';

/** Longest DNS name, characters. */
const MAX = 253;

/**
 * RFC 1123 subdomain: what Secrets, claims, storage classes and most other objects are named by. Kubernetes limits the whole name and none of its parts
 * (`IsDNS1123Subdomain` of k8s.io/apimachinery).
 */
export function isDnsSubdomain(text: string): boolean {
  return text.length <= MAX && text.split('.').every((label) => isWrittenAsLabel(label));
}

/** A valid name for any text: the text where it is one, else what is left of it and a hash of all of it. */
export function dnsSubdomainOf(text: string): string {
  if (isDnsSubdomain(text)) return text;
  const kept = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-|-$/g, '');
  return `${kept === '' ? 'x' : kept}-${shortHash(text)}`;
}

/** How a valid one is written. */
export const DNS_SUBDOMAIN = 'lower-case letters, digits, dashes and dots, at most 253 characters';
