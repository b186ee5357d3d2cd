import { BlockList, isIP } from 'node:net';
import { notion } from '../notion';

/** Where clouds hand out credentials of a node without authentication; the last one is the first, as IPv6 writes it. */
const METADATA = ['169.254.169.254', 'fd00:ec2::254', '::ffff:169.254.169.254'] as const;

/** Whether a text is an address range of IPv4 or IPv6, e.g. `10.20.0.0/24`. */
function rangeOf(text: string): BlockList | null {
  const [address = '', length = '', ...rest] = text.split('/');
  const family = isIP(address);
  if (rest.length > 0 || family === 0 || address.includes('%') || !/^(?:0|[1-9]\d{0,2})$/.test(length)) return null;
  if (Number(length) > (family === 4 ? 32 : 128)) return null;
  const range = new BlockList();
  range.addSubnet(address, Number(length), familyOf(address));
  return range;
}

const familyOf = (address: string) => (isIP(address) === 4 ? 'ipv4' : 'ipv6');

/** Whether an address lies in a range. False for what is neither an address nor a range. */
export function holdsAddress(range: string, address: string): boolean {
  return isIP(address) !== 0 && (rangeOf(range)?.check(address, familyOf(address)) ?? false);
}

/** Addresses of IPv4 as IPv6 writes them (RFC 4291, 2.5.5.2): Go reads them as IPv4, so a network policy of IPv6 never matches them. */
const MAPPED = /^(?:0{0,4}:){2,5}ffff:/i;

/** Whether a text is an address range that leaves the metadata service of clouds out. */
export function isAddressRange(text: string): boolean {
  const range = rangeOf(text);
  return range !== null && !MAPPED.test(text) && !METADATA.some((address) => range.check(address, familyOf(address)));
}

/** Addresses outside the cluster that a network policy opens. */
export const addressRange = notion(
  'address range',
  'an address range, e.g. 10.20.0.0/24, without 169.254.169.254, where clouds hand out the credentials of a node',
  isAddressRange,
);
