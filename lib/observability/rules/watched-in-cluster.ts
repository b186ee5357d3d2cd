/** AF-OBS-011: a Prometheus scrapes its own cluster. */
import type { Rule } from '../../core/rule';
import type { WatchedPool } from '../watch-view';

export const watchedInCluster: Rule<WatchedPool> = {
  id: 'watched-in-cluster',
  code: 'AF-OBS-011',
  title: 'A watched fleet runs on another cluster.',
  why: 'The Prometheus of a cluster does not reach the pods of another.',
  fix: 'Make an ObservabilityStack for each cluster.',
  severity: 'error',
  check({ prop, path, sameApp, cluster, watcher }) {
    if (!sameApp) return 'not-applicable';
    if (cluster.key === watcher.key) return 'compliant';
    return [
      {
        prop,
        value: path,
        allowed: `a fleet on cluster ${watcher.name}`,
        message: `${path} runs on cluster ${cluster.name}, and the Prometheus of ${watcher.name} does not reach it`,
        repairs: ['pass the same Cluster object to both', 'an ObservabilityStack for each cluster'],
      },
    ];
  },
};
