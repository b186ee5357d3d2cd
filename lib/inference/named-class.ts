/** A PriorityClass that the cluster has, and who says what is in it. */
import type { PodPriority } from '../platform/pod-priority';
import type { GpuTenant } from './gpu-tenant';

/** A pool or GPU service that names a class, and what it says of it. */
export interface ClassUser {
  readonly path: string;
  readonly priority: PodPriority;
}

export interface NamedClass {
  readonly name: string;
  /** In the order in which they were made. */
  readonly users: readonly [ClassUser, ...ClassUser[]];
}

/** One for each class that pools and GPU services of a cluster name and no stack makes. */
export function namedClasses(tenants: readonly GpuTenant[]): NamedClass[] {
  const byName = new Map<string, [ClassUser, ...ClassUser[]]>();
  for (const { path, priority } of tenants) {
    if (priority?.existingClass === undefined) continue;
    const users = byName.get(priority.existingClass);
    if (users === undefined) byName.set(priority.existingClass, [{ path, priority }]);
    else users.push({ path, priority });
  }
  return [...byName].map(([name, users]) => ({ name, users }));
}
