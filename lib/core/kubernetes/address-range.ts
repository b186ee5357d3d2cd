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
  return range !== null && !MAPPED.test(text) && beginsItself(text) && !METADATA.some((address) => range.check(address, familyOf(address)));
}

/**
 * Whether the address of a range is its first one. `10.1.2.3/24` is `10.1.2.0/24` to most programs, and since Kubernetes 1.36 the API server refuses it
 * (KEP-4858, `StrictIPCIDRValidation`).
 */
function beginsItself(text: string): boolean {
  const [address = '', length] = text.split('/');
  const bits = bitsOf(address);
  return !bits.slice(Number(length)).includes('1');
}

/** The range with its first address: `10.1.2.0/24` for `10.1.2.3/24`; undefined for what is none of IPv4. */
export function firstOf(text: string): string | undefined {
  const [address = '', length] = text.split('/');
  if (isIP(address) !== 4 || rangeOf(text) === null) return undefined;
  const bits = bitsOf(address).slice(0, Number(length)).padEnd(32, '0');
  return `${[0, 8, 16, 24].map((start) => Number.parseInt(bits.slice(start, start + 8), 2)).join('.')}/${length}`;
}

/** The bits of an address, the first one first: 32 or 128 of them. */
function bitsOf(address: string): string {
  if (isIP(address) === 4)
    return address
      .split('.')
      .map((part) => binary(Number(part), 8))
      .join('');
  // A URL writes every address of IPv6 in one way: hexadecimal, and shortened at one place at most.
  const [before = '', after] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (text: string) =>
    text
      .split(':')
      .filter((group) => group !== '')
      .map((group) => binary(Number.parseInt(group, 16), 16));
  const [left, right] = [groups(before), groups(after ?? '')];
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => binary(0, 16)), ...right].join('');
}

const binary = (value: number, digits: number): string => value.toString(2).padStart(digits, '0');

/** Addresses outside the cluster that a network policy opens. */
export const addressRange = notion(
  'address range',
  'an address range that begins with its first address, e.g. 10.20.0.0/24, without 169.254.169.254, where clouds hand out the credentials of a node',
  isAddressRange,
);
