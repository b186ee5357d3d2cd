/** AF-CLU-009: names and network policies of a cluster end at its border. */
import type { Rule } from '../../core/rule';
import type { FleetPart } from '../fleet-part';

export const partInCluster: Rule<FleetPart> = {
  id: 'part-in-cluster',
  code: 'AF-CLU-009',
  title: 'A router, a store, a service or a pool for embeddings or ranking runs on another cluster than the agents.',
  why: 'Names and network policies work inside one cluster only, so the agents would not reach it.',
  fix: 'Make both on the same cluster.',
  severity: 'error',
  check({ prop, path, cluster, whole, fleet }) {
    // Pools of roles have a rule of their own.
    if (cluster === null || prop.startsWith('roles.')) return 'not-applicable';
    if (cluster.key === fleet.key) return 'compliant';
    return [
      {
        prop,
        value: path,
        allowed: `a construct on cluster ${fleet.name}`,
        message: `${path} runs on cluster ${cluster.name}, but the ${whole} runs on ${fleet.name}; names and network policies work inside one cluster only`,
        repairs: ['pass the same Cluster object to both'],
      },
    ];
  },
};
