/** AF-CLU-009: names and network policies of a cluster end at its border. */
import type { Rule } from '../../core/rule';
import type { GivenPart } from '../parts/given-part';

export const partInCluster: Rule<GivenPart> = {
  id: 'part-in-cluster',
  code: 'AF-CLU-009',
  title: 'A router, a store, a queue, a service or a pool for embeddings or ranking runs on another cluster than what uses it.',
  why: 'Names and network policies work inside one cluster only, so it would not be reached.',
  fix: 'Make both on the same cluster.',
  severity: 'error',
  check({ prop, path, cluster, whole, on }) {
    // Pools of roles have a rule of their own.
    if (cluster === null || prop.startsWith('roles.')) return 'not-applicable';
    if (cluster.key === on.key) return 'compliant';
    return [
      {
        prop,
        value: path,
        allowed: `a construct on cluster ${on.name}`,
        message: `${path} runs on cluster ${cluster.name}, but the ${whole} runs on ${on.name}; names and network policies work inside one cluster only`,
        repairs: ['pass the same Cluster object to both'],
      },
    ];
  },
};
