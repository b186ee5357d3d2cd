import { z } from 'zod';
import { brand, hasBrand } from '../core/brand';
import { namespaceName } from '../core/kubernetes/namespace-name';
import { branded, parseProps } from '../core/schema';

/**
 * A namespace that somebody else makes. Nothing about the namespace itself is changed: no labels, and no policies for the pods of others.
 *
 * Assumed of it: its Pod Security level and quotas admit pods that meet "restricted", that name their CPU and memory requests and a memory limit, and no
 * CPU limit. The pods of this library are closed off by policies that select them alone, so the cluster's network plugin must enforce NetworkPolicy.
 * That it exists is checked when Terraform plans.
 *
 * @example
 * new InferencePool(stack, 'planner', { …, namespace: Namespace.existing('team-research') })
 */
export class Namespace {
  /**
   * A namespace by its name.
   * @throws FleetSpecError AF-SPEC-001 when Kubernetes accepts no such name.
   */
  static existing(name: string): Namespace {
    const parsed = parseProps(existingNamespaceSchema, { name }, { path: 'Namespace.existing', className: 'Namespace.existing' });
    return new Namespace(parsed.name);
  }

  /** Recognises a namespace by its brand, so that two copies of the library agree. */
  static isNamespace(value: unknown): value is Namespace {
    return hasBrand(value, 'Namespace');
  }

  private constructor(readonly name: string) {
    brand(this, 'Namespace');
    Object.freeze(this);
  }
}

export const existingNamespaceSchema = z.strictObject({ name: namespaceName });

/** Schema of a prop that takes a namespace: a name makes one, `Namespace.existing(…)` uses one. */
export const namespaceSchema = z.union([
  namespaceName,
  branded<Namespace>(Namespace.isNamespace, "a namespace name, or Namespace.existing('name')"),
]);
