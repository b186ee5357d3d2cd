/** AF-CLU-011: what reaches one API server is one cluster. */
import { type Rule, type Violation, violations } from '../../../core/rule';
import type { NamedCluster } from '../access-view';

const shown = (values: readonly string[]): string => values.map((value) => `"${value}"`).join(' and ');

const contradiction = (prop: string, values: readonly string[], reachedBy: string): Violation[] =>
  values.length < 2
    ? []
    : [
        {
          prop,
          value: values.join(', '),
          allowed: `one ${prop} for one cluster`,
          message: `clusters with the ${prop} ${shown(values)} are reached ${reachedBy}, so they are one cluster, and a fleet for one of them would be deployed to the other`,
          repairs: [
            'share one Cluster value',
            `a context or an address of its own for each, or ${prop}: '${values[0]?.split(' (')[0]}' for both`,
          ],
        },
      ];

export const clusterSaidOnce: Rule<NamedCluster> = {
  id: 'cluster-said-once',
  code: 'AF-CLU-011',
  title: 'Two values for one cluster call it differently, or put it into two regions.',
  why: 'A fleet would run on another cluster or in another region than its plan says.',
  fix: 'Share one Cluster value, or give each cluster a context or an address of its own.',
  severity: 'error',
  check({ reachedBy, values }) {
    const names = [...new Set(values.map(({ name }) => name))];
    const regions = [...new Set(values.flatMap(({ region }) => (region === undefined ? [] : [region])))];
    return violations([...contradiction('name', names, reachedBy), ...contradiction('region', regions, reachedBy)]);
  },
};
