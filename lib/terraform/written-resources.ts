/** What the constructs of an app write for Terraform, as plain values: those of this library, and resources and overrides of users. */
import type { IConstruct } from 'constructs';
import { terraformResourceType } from './engine';
import { resolvedResource } from './resolved';

/** A resource as it stands in `cdk.tf.json`. */
export interface WrittenResource {
  /** e.g. `kubernetes_deployment_v1` */
  readonly type: string;
  /** Path of the construct. */
  readonly path: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/**
 * Resources of these types, below a stack or an app, in the order of their creation.
 * @param wanted of those, which; all by default
 */
export function writtenResources(
  root: IConstruct,
  types: ReadonlySet<string>,
  wanted: (construct: IConstruct) => boolean = () => true,
): WrittenResource[] {
  return root.node.findAll().flatMap((construct) => {
    const type = terraformResourceType(construct);
    if (type === undefined || !types.has(type) || !wanted(construct)) return [];
    return [{ type, path: construct.node.path, attributes: resolvedResource(construct, type) }];
  });
}
