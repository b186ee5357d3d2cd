/** AF-CLU-008: with several clusters in a stack there is no default provider that would be the right one. */
import type { Rule } from '../../core/rule';

/** A Kubernetes or Helm resource in a stack of several clusters. */
export interface ProvidedOnCluster {
  /** Names of the clusters of the stack. */
  readonly clusters: readonly string[];
  /** Whether it names a provider, or stands below a construct of one cluster. */
  readonly isBound: boolean;
  readonly kind: 'kubernetes' | 'helm';
}

export const resourceNamesCluster: Rule<ProvidedOnCluster> = {
  id: 'resource-names-cluster',
  code: 'AF-CLU-008',
  title: 'A resource in a stack of several clusters does not name its cluster.',
  why: 'Terraform would create it with a provider that reaches none of the clusters.',
  fix: 'Give the resource the provider of its cluster, or make a stack for each cluster.',
  severity: 'error',
  check({ clusters, isBound, kind }) {
    if (clusters.length < 2) return 'not-applicable';
    if (isBound) return 'compliant';
    return [
      {
        prop: 'provider',
        value: undefined,
        allowed: 'a provider of one cluster',
        message: `the stack reaches the clusters ${clusters.join(', ')}, and the resource names no provider, so it is not known for which cluster it is`,
        repairs: [`provider: cluster.providers(stack).${kind}`, 'a stack for each cluster'],
      },
    ];
  },
};
