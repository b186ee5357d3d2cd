/** Resources of Terraform as their order sees them. */
import type { IConstruct } from 'constructs';

/** A resource of Terraform that others start after, e.g. a `DeploymentV1` or a `Release` of a provider of cdktf. */
export interface Startable extends IConstruct {
  /** Its address in its stack, e.g. `kubernetes_deployment_v1.vectors`. */
  readonly fqn: string;
}

/** A resource that can be told to wait. */
export interface Waiting extends Startable {
  dependsOn?: string[];
}

/**
 * Whether a value is a resource in a stack, by what it can do: plans and packs are read without cdktf. Its address is not asked for, since cdktf would fix the
 * id of a user's resource by that.
 */
export function isStartable(value: unknown): value is Startable {
  if (typeof value !== 'object' || value === null || !('fqn' in value)) return false;
  const { node } = value as { readonly node?: { readonly scopes?: unknown } };
  return Array.isArray(node?.scopes) && node.scopes.some(isStack);
}

function isStack(scope: unknown): boolean {
  const { addDependency, dependsOn } = scope as Partial<Record<'addDependency' | 'dependsOn', unknown>>;
  return typeof addDependency === 'function' && typeof dependsOn === 'function';
}
