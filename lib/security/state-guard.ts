/**
 * Represents data in Terraform, which does not see into a release: what cannot change while the data exist is in the name of a ConfigMap, so that such a change
 * would replace it, and Terraform refuses. It goes with its construct; the data stay, as Helm keeps them.
 */
import type { Construct } from 'constructs';
import { physicalName, shortHash } from '../core/names';
import { ConfigMapV1 } from '../terraform/kubernetes';
import { protectedResource } from './deletion-protection';
import type { Workload } from './workload';

export interface GuardedState {
  /** Construct that the guard becomes a child of. */
  readonly scope: Construct;
  readonly workload: Workload;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: { [key: string]: string } };
  /** e.g. `Cluster state` */
  readonly holds: string;
  /** What cannot change, beside name and namespace. */
  readonly fixed: Readonly<Record<string, string>>;
  /** What the user calls the construct: `store` or `queue`. */
  readonly noun: string;
  readonly deletionProtection: boolean;
}

export function guardState({ scope, workload, metadata, holds, fixed, noun, deletionProtection }: GuardedState): void {
  new ConfigMapV1(scope, 'state-guard', {
    metadata: { ...metadata, name: physicalName([metadata.name, 'state', shortHash(JSON.stringify(fixed))]) },
    data: {
      ...fixed,
      holds,
      note: `set deletionProtection of the ${noun} to false and deploy before changing one of these`,
    },
    dependsOn: [workload.namespace.resource],
    ...protectedResource(deletionProtection),
  });
}

/** Where no class is named, the cluster chooses one. */
export const guardedClass = (storageClass: string | undefined): string => storageClass ?? 'the default class';
