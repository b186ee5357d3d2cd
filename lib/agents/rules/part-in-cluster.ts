/** AF-CLU-009: names and network policies of a cluster end at its border. */
import type { Rule } from '../../core/rule';
import type { FleetPart } from '../fleet-part';

export const partInCluster: Rule<FleetPart> = {
  id: 'part-in-cluster',
  code: 'AF-CLU-009',
  title: 'A router, a store or the pool for embeddings of a fleet runs on another cluster.',
  why: 'Names and network policies of a cluster end at its border, so that the agents would not reach it.',
  fix: 'Make both on the same cluster.',
  severity: 'error',
  check({ prop, path, cluster, fleet }) {
    // Pools of roles have a rule of their own.
    if (cluster === null || prop.startsWith('roles.')) return 'not-applicable';
    if (cluster.key === fleet.key) return 'compliant';
    return [
      {
        prop,
        value: path,
        allowed: `a construct on cluster ${fleet.name}`,
        message: `${path} runs on cluster ${cluster.name}, but the fleet runs on ${fleet.name}; names and policies of a cluster end at its border`,
        repairs: ['pass the same Cluster object to both'],
      },
    ];
  },
};
