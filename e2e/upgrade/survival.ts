/** Would an apply of this synthesis, over the state of that one, destroy a pool? Answered from the two texts alone, without Terraform. */
import type { StackJson } from '../../lib/plan/synthesized-app';
import { at, describe, isRecord, type KubeObject } from '../cluster/kube-object';
import { FORCE_NEW, isLasting, LASTING_KINDS } from './force-new';

export interface Synthesis {
  readonly json: StackJson;
  readonly manifests: readonly KubeObject[];
}

/** Sentences about everything that a later release must not do to an earlier one; empty when the upgrade is safe. */
export function upgradeProblems(before: Synthesis, after: Synthesis): string[] {
  return [...addressProblems(before.json, after.json), ...objectProblems(before.manifests, after.manifests)];
}

function addressProblems(before: StackJson, after: StackJson): string[] {
  const [moved, forgotten] = [movesOf(after), forgottenIn(after)];
  return resourcesOf(before).flatMap(({ address, type, block }) => {
    const target = moved.get(address) ?? address;
    const [newType = '', id = ''] = target.split('.');
    const now = after.resource?.[newType]?.[id];
    if (now === undefined && forgotten.has(address)) return [];
    if (now === undefined) return goneProblems(address, type, block, after);
    return isLasting(type) ? replacedProblems(address, type, block, now) : [];
  });
}

/** An object that only changed its address would be destroyed and made again; Terraform must be told that it moved. */
function goneProblems(address: string, type: string, block: unknown, after: StackJson): string[] {
  const name = nameOf(type, block);
  const twin = resourcesOf(after).find((candidate) => candidate.type === type && nameOf(type, candidate.block) === name);
  if (twin !== undefined) return [`${address} is now ${twin.address} without a moved block: ${name} would be replaced`];
  return isLasting(type) ? [`${address} is gone: ${name} would be deleted`] : [];
}

function replacedProblems(address: string, type: string, before: unknown, after: unknown): string[] {
  return (FORCE_NEW[type] ?? []).flatMap((path) => {
    const [old, now] = [valueAt(before, path), valueAt(after, path)];
    return old === now ? [] : [`${address}: ${path} was ${old}, is ${now}: the object would be replaced`];
  });
}

function objectProblems(before: readonly KubeObject[], after: readonly KubeObject[]): string[] {
  const there = new Set(after.map(identity));
  return before
    .filter((object) => LASTING_KINDS.has(object.kind) && !there.has(identity(object)))
    .map((object) => `${describe(object)} is gone`);
}

/** Versions of an API come and go; the group stays. */
const identity = (object: KubeObject): string => `${object.apiVersion.replace(/\/?v\d\w*$/, '')} ${describe(object)}`;

/** A resource that a synthesis writes. */
export interface Resource {
  readonly address: string;
  readonly type: string;
  readonly block: unknown;
}

export function resourcesOf(json: StackJson): Resource[] {
  return Object.entries(json.resource ?? {}).flatMap(([type, resources]) =>
    Object.entries(resources).map(([id, block]) => ({ address: `${type}.${id}`, type, block })),
  );
}

/** New address by old one. */
export function movesOf(json: StackJson): Map<string, string> {
  const blocks = Array.isArray(json['moved']) ? json['moved'] : [];
  return new Map(blocks.map((block) => [String(at(block, 'from')), String(at(block, 'to'))]));
}

/** Addresses whose objects Terraform is told to leave alone. */
export function forgottenIn(json: StackJson): Set<string> {
  const blocks = Array.isArray(json['removed']) ? json['removed'] : [];
  return new Set(blocks.filter((block) => at(block, 'lifecycle', 'destroy') === false).map((block) => String(at(block, 'from'))));
}

function nameOf(type: string, block: unknown): string {
  const named = type === 'helm_release' ? block : unlisted(at(block, 'metadata'));
  return `${String(at(named, 'namespace') ?? '')}/${String(at(named, 'name') ?? '')}`;
}

function valueAt(block: unknown, path: string): string {
  const value = path.split('.').reduce<unknown>((found, step) => at(unlisted(found), step), block);
  return value === undefined ? 'absent' : JSON.stringify(sorted(unlisted(value)));
}

/** A list of one block and the block itself are the same to Terraform. */
const unlisted = (value: unknown): unknown => (Array.isArray(value) && value.length === 1 && isRecord(value[0]) ? value[0] : value);

/** Keys in one order, so that equal blocks have equal texts. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}
