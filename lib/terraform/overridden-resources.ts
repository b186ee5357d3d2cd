/** Overrides that users set on resources after they were made. */
import type { IConstruct } from 'constructs';
import { isPlainObject } from '../core/plain-object';
import { overridesOf } from './engine';
import type { OverriddenResource } from './rules/override-counted';

/** @param isOwned whether a construct is one of ours; resources below are told of the nearest */
export function overriddenResources(
  root: IConstruct,
  isOwned: (construct: IConstruct) => boolean,
): readonly (OverriddenResource & { readonly owner: string })[] {
  return root.node.findAll().flatMap((construct) => {
    const fields = fieldsIn(overridesOf(construct));
    const owner = fields.length === 0 ? undefined : [...construct.node.scopes].reverse().find(isOwned);
    return owner === undefined ? [] : [{ owner: owner.node.path, path: construct.node.path, fields }];
  });
}

/** A list is added to what is there, so its path is the field. */
function fieldsIn(value: unknown, at = ''): string[] {
  if (!isPlainObject(value) || Object.keys(value).length === 0) return at === '' ? [] : [at];
  return Object.entries(value).flatMap(([key, inner]) => fieldsIn(inner, at === '' ? key : `${at}.${key}`));
}
