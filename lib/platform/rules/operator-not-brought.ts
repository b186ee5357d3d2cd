/** AF-PLT-009: a second copy of what the distribution brings fights with the first. */
import type { Rule } from '../../core/rule';
import type { InstalledOperator } from '../platform-view';

export const operatorNotBrought: Rule<InstalledOperator> = {
  id: 'operator-not-brought',
  code: 'AF-PLT-009',
  title: 'An operator is installed that the cluster has already, or gets from its own catalog.',
  why: 'Two Prometheus operators or GPU operators work on the same objects and nodes, and the pods of the charts need more than restricted-v2 allows.',
  fix: "Use the one of the cluster: leave the prop out, or 'existing'.",
  severity: 'error',
  check({ operator: { prop, releaseName }, brings }) {
    if (brings.length === 0) return 'not-applicable';
    if (!brings.includes(prop)) return 'compliant';
    return [
      {
        prop,
        value: releaseName,
        allowed: "'existing', or false",
        message: `the chart ${releaseName} would be installed beside what OpenShift has for the same: its own monitoring, and the GPU operator of its catalog`,
        repairs: [`${prop}: 'existing'`, `remove ${prop}`],
      },
    ];
  },
};
