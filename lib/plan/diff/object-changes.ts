/** Which resources of a stack Terraform would make, destroy, replace or change, by what two syntheses wrote. */
import { isPlainObject } from '../../core/plain-object';
import type { StackJson } from '../synthesized-app';
import { type FieldChange, fieldChanges } from './field-changes';
import { replacingAttribute } from './fixed-attributes';
import {
  type FateOfData,
  forgottenIn,
  holdsData,
  isProtected,
  keptNamespacesIn,
  type LeftBehind,
  type OperatedObject,
  operatedIn,
} from './held-data';
import { single } from './single-block';

export interface ObjectChange {
  /** `refused`: the deploy ends with an error, and the object stays as it is. */
  readonly status: 'added' | 'removed' | 'replaced' | 'changed' | 'refused';
  /** Type of the Terraform resource, e.g. `kubernetes_deployment_v1`, or kind of an object in a release. */
  readonly type: string;
  /** `namespace/name` where the resource says so, else its id in Terraform. */
  readonly name: string;
  /** The attribute that cannot change in place; absent where nothing is replaced or refused. */
  readonly because?: string;
  /** What becomes of the data that it holds; absent where it holds none, or keeps it. */
  readonly data?: FateOfData;
  /** What stays on the cluster where `data` is `left`. */
  readonly left?: LeftBehind;
}

/** Resources in the order of the new stack, then those that go. */
export function objectChanges(before: StackJson, after: StackJson): ObjectChange[] {
  const [old, young] = [resourcesOf(before), resourcesOf(after)];
  const forgotten = forgottenIn(after);
  const kept = [...young].flatMap(([address, resource]) => changeOf(address, old.get(address), resource));
  const gone = [...old].filter(([address]) => !young.has(address) && !forgotten.has(address));
  const removed = gone.map(([address, resource]) => removal(address, resource, new Map([...old.values()].flatMap(keptNamespacesIn))));
  const namespaces = removed.filter(({ type, status }) => type === NAMESPACE && status === 'removed').map(({ name }) => name);
  return [
    ...kept,
    ...shrinking([...old.values()], [...young.values()]),
    ...removed,
    ...operatedGone([...old.values()], [...young.values()], new Set(namespaces)),
  ];
}

const NAMESPACE = 'kubernetes_namespace_v1';

function removal(address: string, resource: unknown, namespaces: ReadonlyMap<string, LeftBehind>): ObjectChange {
  const it = named(address, resource);
  const left = it.type === NAMESPACE ? namespaces.get(it.name) : undefined;
  if (left === undefined) return { status: 'removed', ...it, ...dataOf(address, resource) };
  return { status: 'refused', ...it, because: 'it holds data, and the API server refuses to delete it', data: 'left', left };
}

/** It goes with the resource, also with one that is made anew. */
const dataOf = (address: string, resource: unknown): Pick<ObjectChange, 'data'> =>
  holdsData(typeOf(address), single(resource)) ? { data: 'lost' } : {};

const typeOf = (address: string): string => address.split('.')[0] ?? '';

/** Stores, databases and brokers that leave their release. What Helm keeps goes with its namespace. */
function operatedGone(before: readonly unknown[], after: readonly unknown[], gone: ReadonlySet<string>): ObjectChange[] {
  const there = new Set(after.flatMap(operatedIn).map(keyOf));
  return before
    .flatMap(operatedIn)
    .filter((object) => !there.has(keyOf(object)))
    .map(({ kind, name, namespace, isKept, left }) => {
      const stays = isKept && !gone.has(namespace);
      return { status: 'removed', type: kind, name, ...(stays ? { data: 'left', left } : { data: 'lost' }) };
    });
}

/** No volume shrinks: the chart, or the operator, refuses it. */
function shrinking(before: readonly unknown[], after: readonly unknown[]): ObjectChange[] {
  const sizes = new Map(before.flatMap(operatedIn).map((object) => [keyOf(object), object.sizeGiB]));
  return after.flatMap(operatedIn).flatMap((object): ObjectChange[] => {
    const [had, has] = [sizes.get(keyOf(object)) ?? null, object.sizeGiB];
    if (had === null || has === null || has >= had) return [];
    return [{ status: 'refused', type: object.kind, name: object.name, because: `a volume of ${had} GiB does not shrink to ${has} GiB` }];
  });
}

const keyOf = ({ kind, name }: OperatedObject): string => `${kind} ${name}`;

function changeOf(address: string, before: unknown, after: unknown): ObjectChange[] {
  if (before === undefined) return [{ status: 'added', ...named(address, after) }];
  const changes = fieldChanges(single(before), single(after));
  if (changes.length === 0) return [];
  const because = replacingAttribute(typeOf(address), changes, single(before));
  if (because === undefined) return [{ status: 'changed', ...named(address, after) }];
  return isProtected(single(after))
    ? [{ status: 'refused', ...named(address, before), because: fixedData(changes) ?? because }]
    : [{ status: 'replaced', ...named(address, before), because, ...dataOf(address, before) }];
}

/** A ConfigMap that stands for data in a release is named by what cannot change: that says more than its name. */
const fixedData = (changes: readonly FieldChange[]): string | undefined =>
  changes.find(({ field }) => field.startsWith('data.'))?.field.slice('data.'.length);

function resourcesOf({ resource = {} }: StackJson): Map<string, unknown> {
  return new Map(
    Object.entries(resource).flatMap(([type, all]) => Object.entries(all).map(([id, body]) => [`${type}.${id}`, body] as const)),
  );
}

function named(address: string, resource: unknown): Pick<ObjectChange, 'type' | 'name'> {
  const [type = '', id = ''] = address.split('.');
  const { name, namespace } = metadataOf(single(resource));
  const shown = typeof name !== 'string' ? id : typeof namespace === 'string' ? `${namespace}/${name}` : name;
  return { type, name: shown };
}

function metadataOf(resource: unknown): Readonly<Record<string, unknown>> {
  if (!isPlainObject(resource)) return {};
  return isPlainObject(resource['metadata']) ? resource['metadata'] : resource;
}
