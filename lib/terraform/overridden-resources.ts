/** What users set on resources after they were made: overrides, and properties and blocks of the classes of the provider. */
import type { IConstruct } from 'constructs';
import { isPlainObject } from '../core/plain-object';
import { overridesOf } from './engine';
import { isLedElsewhere, setLater } from './made-objects';
import type { OverriddenResource } from './rules/override-counted';

/** @param isOwned whether a construct is one of ours; resources below are told of the nearest */
export function overriddenResources(
  root: IConstruct,
  isOwned: (construct: IConstruct) => boolean,
): readonly (OverriddenResource & { readonly owner: string })[] {
  return root.node.findAll().flatMap((construct) => {
    const fields = fieldsIn(overridesOf(construct));
    const later = setLater(construct);
    const changed = later === undefined ? [] : changes(later.asMade, later.now, '');
    const set = isLedElsewhere(construct) ? [{ field: 'provider', wasThere: true }, ...changed] : changed;
    const owner = fields.length + set.length === 0 ? undefined : [...construct.node.scopes].reverse().find(isOwned);
    return owner === undefined ? [] : [{ owner: owner.node.path, path: construct.node.path, fields, set }];
  });
}

/** A list is added to what is there, so its path is the field. */
function fieldsIn(value: unknown, at = ''): string[] {
  if (!isPlainObject(value) || Object.keys(value).length === 0) return at === '' ? [] : [at];
  return Object.entries(value).flatMap(([key, inner]) => fieldsIn(inner, at === '' ? key : `${at}.${key}`));
}

/** Where two values differ, and whether what was there before is another value now or gone. */
function changes(before: unknown, after: unknown, at: string): OverriddenResource['set'] {
  if (isBlock(before) && isBlock(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => changes(partOf(before, key), partOf(after, key), at === '' ? key : `${at}.${key}`));
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ field: at, wasThere: before !== undefined && before !== null }];
}

const isBlock = (value: unknown): value is object => typeof value === 'object' && value !== null;
const partOf = (block: object, key: string): unknown => (block as Readonly<Record<string, unknown>>)[key];
