/** Ids are a public contract: a construct that moves or is renamed makes Terraform destroy what it had made and build it anew. */
import type { IConstruct } from 'constructs';

/**
 * Every construct below a scope with the address of the Terraform element it stands for, sorted, one a line. Put it into a
 * snapshot: a line that changes is a resource that is replaced.
 */
export function constructIds(scope: IConstruct): string[] {
  return scope.node
    .findAll()
    .filter((construct) => construct.node.path !== '')
    .map((construct) => [construct.node.path, ...addressOf(construct)].join(' → '))
    .sort();
}

function addressOf(construct: IConstruct): string[] {
  if (!('terraformResourceType' in construct) || !('friendlyUniqueId' in construct)) return [];
  return [`${String(construct.terraformResourceType)}.${String(construct.friendlyUniqueId)}`];
}
