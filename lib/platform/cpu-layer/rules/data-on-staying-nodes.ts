/** AF-CLU-079: what holds data runs on nodes that stay. */
import type { Rule } from '../../../core/rule';
import { namesOf } from '../../node-words';
import type { PlacedCpuPods } from '../placed-pods';

export const dataOnStayingNodes: Rule<PlacedCpuPods> = {
  id: 'data-on-staying-nodes',
  code: 'AF-CLU-079',
  title: 'A store or queue with data may run on spot nodes.',
  why: 'The cloud takes the node back within minutes: nobody is served until its volume is mounted elsewhere, and what was not yet on disk is lost.',
  fix: 'Name a node pool that stays in cpuNodePools of the store, or of the cluster.',
  severity: ['error', 'warning'],
  check({ workload, holdsData, nodePools, declared, environment }) {
    const spot = nodePools.filter(({ purchase }) => purchase === 'spot');
    if (!holdsData || nodePools.length === 0) return 'not-applicable';
    if (spot.length === 0) return 'compliant';
    const always = spot.length === nodePools.length;
    const staying = declared.filter(({ purchase }) => purchase !== 'spot').map(({ name }) => name);
    return [
      {
        severity: always && environment !== 'development' ? 'error' : 'warning',
        prop: 'cpuNodePools',
        value: spot.map(({ name }) => name).join(', '),
        allowed: staying.length === 0 ? "a node pool whose purchase is not 'spot'" : staying.map((name) => `'${name}'`).join(', '),
        message: `${workload} holds data and ${always ? 'runs' : 'may run'} on spot nodes (${namesOf(spot)})`,
        repairs: [
          staying.length === 0
            ? "a node pool whose purchase is 'on-demand', and cpuNodePools that name it"
            : `cpuNodePools: ['${staying[0]}']`,
        ],
      },
    ];
  },
};
