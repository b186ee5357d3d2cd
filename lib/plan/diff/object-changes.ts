/** Which resources of a stack Terraform would make, destroy, replace or change, by what two syntheses wrote. */
import { isPlainObject } from '../../core/plain-object';
import type { StackJson } from '../synthesized-app';
import { fieldChanges } from './field-changes';
import { replacingAttribute } from './fixed-attributes';
import { type FateOfData, holdsData, type OperatedObject, operatedIn } from './held-data';
import { single } from './single-block';

export interface ObjectChange {
  readonly status: 'added' | 'removed' | 'replaced' | 'changed';
  /** Type of the Terraform resource, e.g. `kubernetes_deployment_v1`. */
  readonly type: string;
  /** `namespace/name` where the resource says so, else its id in Terraform. */
  readonly name: string;
  /** The attribute that cannot change in place; absent where nothing is replaced. */
  readonly because?: string;
  /** What becomes of the data that it holds; absent where it holds none, or keeps it. */
  readonly data?: FateOfData;
}

/** Resources in the order of the new stack, then those that go. */
export function objectChanges(before: StackJson, after: StackJson): ObjectChange[] {
  const [old, young] = [resourcesOf(before), resourcesOf(after)];
  const kept = [...young].flatMap(([address, resource]) => changeOf(address, old.get(address), resource));
  const gone = [...old].filter(([address]) => !young.has(address));
  return [
    ...kept,
    ...gone.map(([address, resource]) => ({ status: 'removed' as const, ...named(address, resource), ...dataOf(address, resource) })),
    ...operatedGone(
      [...old.values()],
      [...young.values()],
      new Set(gone.map(([address, resource]) => `${typeOf(address)} ${named(address, resource).name}`)),
    ),
  ];
}

/** It goes with the resource, also with one that is made anew. */
const dataOf = (address: string, resource: unknown): Pick<ObjectChange, 'data'> =>
  holdsData(typeOf(address), single(resource)) ? { data: 'lost' } : {};

const typeOf = (address: string): string => address.split('.')[0] ?? '';

/** Databases and brokers that leave their release. What Helm keeps goes with its namespace. */
function operatedGone(before: readonly unknown[], after: readonly unknown[], gone: ReadonlySet<string>): ObjectChange[] {
  const there = new Set(after.flatMap(operatedIn).map(keyOf));
  return before
    .flatMap(operatedIn)
    .filter((object) => !there.has(keyOf(object)))
    .map(({ kind, name, namespace, isKept }) => {
      const stays = isKept && !gone.has(`kubernetes_namespace_v1 ${namespace}`);
      return { status: 'removed', type: kind, name, data: stays ? 'left' : 'lost' };
    });
}

const keyOf = ({ kind, name }: OperatedObject): string => `${kind} ${name}`;

function changeOf(address: string, before: unknown, after: unknown): ObjectChange[] {
  if (before === undefined) return [{ status: 'added', ...named(address, after) }];
  const changes = fieldChanges(single(before), single(after));
  if (changes.length === 0) return [];
  const because = replacingAttribute(typeOf(address), changes, single(before));
  return because === undefined
    ? [{ status: 'changed', ...named(address, after) }]
    : [{ status: 'replaced', ...named(address, before), because, ...dataOf(address, before) }];
}

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
