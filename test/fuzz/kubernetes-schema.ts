/** Holds an object against the published schema of its kind. Kinds that an operator defines have none here; the live proof asks a real API server. */
import { existsSync } from 'node:fs';
import { BlockList, isIPv4 } from 'node:net';
import { dirname, join } from 'node:path';
import type { KubernetesObject } from 'cdktf-agent-fleet/testing';

const SCHEMAS = dirname(require.resolve('kubernetes-models/package.json'));

interface Checked {
  validate(): void;
}

/** What the schema says against an object; undefined where it is valid, `null` where the kind has no schema. */
export function schemaProblem(object: KubernetesObject): string | undefined | null {
  const file = join(SCHEMAS, object.apiVersion, object.kind);
  if (!existsSync(`${file}.js`)) return null;
  const module = jest.requireActual<Record<string, new (data: unknown) => Checked>>(file);
  const Kind = module[object.kind];
  if (Kind === undefined) return null;
  try {
    new Kind(object).validate();
  } catch (error) {
    return `${object.kind} ${object.metadata.name}: ${(error as Error).message}`;
  }
  const outside = blocksOf(object).flatMap(({ cidr, except = [] }) => except.filter((part) => !liesIn(cidr, part)));
  return outside.length === 0 ? undefined : `${object.kind} ${object.metadata.name}: ${outside.join()} must be a strict subset of cidr`;
}

interface Block {
  readonly cidr: string;
  readonly except?: readonly string[];
}

/** The blocks of addresses of a network policy; what the API server asks of them stands in no schema. */
function blocksOf({ kind, spec }: KubernetesObject & { spec?: { egress?: { to?: { ipBlock?: Block }[] }[] } }): Block[] {
  if (kind !== 'NetworkPolicy') return [];
  return (spec?.egress ?? []).flatMap(({ to = [] }) => to.flatMap(({ ipBlock }) => (ipBlock === undefined ? [] : [ipBlock])));
}

/** As Go reads addresses: one of IPv4 in the writing of IPv6 is one of IPv4. */
function liesIn(range: string, part: string): boolean {
  const [address = '', length] = range.split('/');
  const [inner = '', innerLength] = part.split('/');
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(address, Number(length), family);
  const isOther = isIPv4(inner) !== isIPv4(address) || (family === 'ipv6' && inner.startsWith('::ffff:'));
  return !isOther && Number(innerLength) > Number(length) && block.check(inner, family);
}
