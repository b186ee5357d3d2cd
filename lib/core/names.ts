/** Kubernetes names: what is valid, and how long names are cut without becoming ambiguous. */

import { createHash } from 'node:crypto';
import { withoutTrailing } from './trailing';

/** DNS-1123 label: services, namespaces, deployments that carry a service of the same name. */
export const MAX_LABEL = 63;
/** Helm stores `sh.helm.release.v1.<name>.vN` as a secret name and refuses longer release names. */
export const MAX_HELM_RELEASE = 53;
/** KEDA makes an HPA called `keda-hpa-<name>`, which must be a valid label too. */
export const MAX_SCALED_OBJECT = 54;

const LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

export function isLabel(name: string, max = MAX_LABEL): boolean {
  return name.length <= max && LABEL.test(name);
}

/** Joins parts with dashes; a name over the limit keeps its head and gets a hash of the whole. */
export function physicalName(parts: readonly string[], max = MAX_LABEL): string {
  const name = parts.filter((part) => part !== '').join('-');
  if (name.length <= max) return name;
  const suffix = shortHash(name);
  return `${withoutTrailing(name.slice(0, max - suffix.length - 1), (character) => character === '-')}-${suffix}`;
}

/** Eight hexadecimal digits that change when the text changes. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
