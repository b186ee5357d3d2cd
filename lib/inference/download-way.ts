/** Where variables of a pool lead the download of its weights, and whether the network of its pods leads there, too. */
import { isIP } from 'node:net';
import { TEXT_TOKEN } from '../core/token';
import { isPublicAddress, type OutsideTerms } from '../security/outside';
import type { LeadingVariable } from './leading-variable';
import type { PoolView } from './pool-view';
import { weightsOf } from './serving';

const HUB = 'HF_ENDPOINT';
const PROXIES = /^(?:https?|all)_proxy$/i;

/** Names that resolve inside of a network only. */
const PRIVATE_NAME = /^[^.]*$|\.(?:svc|local|localhost|internal|lan|corp|home|intranet|home\.arpa)$/i;
/** What a proxy is not asked for. */
const CLUSTER_NAME = /^localhost$|\.svc$|\.svc\.[\w.-]+$|\.cluster\.local$/i;

/** Of pods that download; none where nothing is downloaded. A value with tokens is known to Terraform alone. */
export function leadingVariables(pool: PoolView, outside: OutsideTerms): readonly LeadingVariable[] {
  if (weightsOf(pool).repositories.length === 0) return [];
  return Object.entries(pool.spec.env).flatMap(([name, value]) => {
    const isProxy = PROXIES.test(name);
    if (typeof value !== 'string' || value === '' || TEXT_TOKEN.test(value) || !(isProxy || name === HUB)) return [];
    const address = addressOf(value);
    return [{ name, value, isProxy, host: address?.hostname, closed: closedTo(value, address, isProxy, outside) }];
  });
}

function closedTo(value: string, address: URL | undefined, isProxy: boolean, outside: OutsideTerms): LeadingVariable['closed'] {
  if (address === undefined) return 'no address';
  const { hostname: host, port, protocol } = address;
  if (isProxy && outside.proxy !== undefined)
    return [outside.proxy.https, outside.proxy.http].some((url) => url === value) ? undefined : 'another proxy';
  if (!isProxy && outside.proxy !== undefined) return CLUSTER_NAME.test(host) ? 'not public' : undefined;
  const isOtherPort = port !== '' || protocol !== 'https:';
  if (outside.named !== undefined) {
    if (isOtherPort || CLUSTER_NAME.test(host) || isIP(bare(host)) !== 0) return 'not public';
    return outside.named.modelHub.some((pattern) => matches(pattern, host)) ? undefined : 'not named';
  }
  const isPrivate = isIP(bare(host)) === 0 ? PRIVATE_NAME.test(host) || CLUSTER_NAME.test(host) : !isPublicAddress(bare(host), outside);
  return isOtherPort || isPrivate ? 'not public' : undefined;
}

/** As it stands in a URL, an address of IPv6 has brackets. */
const bare = (host: string): string => host.replace(/^\[|\]$/g, '');

/** A star stands for a part without dots; a pattern has no other sign than dashes and dots. */
function matches(pattern: string, host: string): boolean {
  const [patterns, labels] = [pattern.split('.'), host.split('.')];
  return patterns.length === labels.length && patterns.every((label, index) => matchesLabel(label, labels[index] ?? ''));
}

/** What lies between two stars is looked for behind what was found before. */
function matchesLabel(pattern: string, label: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return label === first;
  if (!label.startsWith(first)) return false;
  const end = others.reduce((from, part) => (from === -1 ? -1 : afterOf(label, part, from)), first.length);
  return end !== -1 && label.length - last.length >= end && label.endsWith(last);
}

function afterOf(text: string, part: string, from: number): number {
  const at = text.indexOf(part, from);
  return at === -1 ? -1 : at + part.length;
}

function addressOf(value: string): URL | undefined {
  try {
    const address = new URL(value);
    return /^https?:$/.test(address.protocol) ? address : undefined;
  } catch {
    return undefined;
  }
}
