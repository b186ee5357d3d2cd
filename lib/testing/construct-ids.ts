/** Ids are a public contract: a construct that moves or is renamed makes Terraform destroy what it had made and build it anew. */
import { Construct, type IConstruct } from 'constructs';
import { describeValue } from '../core/shown-value';
import { FleetTemplateError } from './template-error';

/**
 * Every construct below a scope with the address of the Terraform element it stands for, sorted, one a line. Put it into a
 * snapshot: a line that changes is a resource that is replaced.
 *
 * @throws FleetTemplateError when the scope is no construct.
 */
export function constructIds(scope: IConstruct): string[] {
  if (!isConstruct(scope)) {
    throw new FleetTemplateError(`constructIds(${describeValue(scope)}) needs a construct`, ['constructIds(app)']);
  }
  return scope.node
    .findAll()
    .filter((construct) => construct.node.path !== '')
    .map((construct) => [construct.node.path, ...addressOf(construct)].join(' → '))
    .sort();
}

function isConstruct(value: unknown): value is IConstruct {
  try {
    return Construct.isConstruct(value);
  } catch {
    return false;
  }
}

function addressOf(construct: IConstruct): string[] {
  if (!('terraformResourceType' in construct) || !('friendlyUniqueId' in construct)) return [];
  return [`${String(construct.terraformResourceType)}.${String(construct.friendlyUniqueId)}`];
}
