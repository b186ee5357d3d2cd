import { Construct } from 'constructs';
import { brand, hasBrand } from '../core/brand';
import { dnsSubdomainOf } from '../core/kubernetes/dns-subdomain';
import { physicalName } from '../core/names';
import type { FleetNamespace } from '../security/fleet-namespace';
import { MANAGED_BY } from '../security/labels';
import { MADE_BY_STACKS } from '../security/priority-names';
import { lazyDependency, TerraformStack } from '../terraform/engine';
import { usedPriorityClass } from '../terraform/priority-class';
import type { PodPriority } from './pod-priority';

/**
 * The PriorityClass of the pods of one namespace in one stack that have a priority. Classes belong to the cluster and their values cannot change, so the name
 * says whose it is and what it says: no two stacks share one, and another value is another class, which is there before the pods ask for it.
 */
export class FleetPriorityClass extends Construct {
  /** The one class of a namespace and a priority, made on first use. */
  static of(namespace: FleetNamespace, priority: PodPriority): FleetPriorityClass {
    const id = `priority-${wordsOf(priority)}`;
    const found = namespace.node.tryFindChild(id);
    return hasBrand(found, 'FleetPriorityClass') ? (found as FleetPriorityClass) : new FleetPriorityClass(namespace, id, priority);
  }

  /** Name on the cluster. */
  readonly name: string;
  private readonly resource: { readonly fqn: string };
  private readonly users: (() => boolean)[] = [];

  private constructor(namespace: FleetNamespace, id: string, priority: PodPriority) {
    super(namespace, id);
    brand(this, 'FleetPriorityClass');
    this.name = priorityClassName(namespace, priority);
    this.resource = usedPriorityClass(this, 'Resource', {
      metadata: { name: this.name, labels: { 'app.kubernetes.io/managed-by': MANAGED_BY } },
      value: priority.value,
      preemptionPolicy: priority.preempts ? 'PreemptLowerPriority' : 'Never',
      description: `Pods on GPUs in namespace ${namespace.name}`,
      // The old class goes after the pods have let go of it.
      lifecycle: { createBeforeDestroy: true },
      isUsed: () => this.users.some((isUsed) => isUsed()),
    });
  }

  /** What pods wait for, where they have the class; that is asked when the stack is written. */
  usedWhere(isUsed: () => boolean): { readonly fqn: string } {
    this.users.push(isUsed);
    return lazyDependency(this.resource, isUsed);
  }
}

/** Name of the class of a priority. Names of namespaces have no dots, so that the parts cannot run into each other. A namespace of somebody else may have classes of several stacks. */
export function priorityClassName(namespace: FleetNamespace, priority: PodPriority): string {
  if (priority.existingClass !== undefined) return priority.existingClass;
  const stack = namespace.isMade ? [] : [physicalName([dnsSubdomainOf(TerraformStack.of(namespace).node.id)])];
  return [MADE_BY_STACKS, namespace.name, ...stack, wordsOf(priority)].join('.');
}

/** E.g. `1000`, or `minus-1-waits` of a class whose pods take the place of none. */
const wordsOf = ({ value, preempts }: PodPriority): string => `${value < 0 ? 'minus-' : ''}${Math.abs(value)}${preempts ? '' : '-waits'}`;
