/** AF-CLU-061: a pod asks for cards by one name, and nodes that know another have none for it. */
import type { Rule } from '../../core/rule';
import { deviceClassOf } from '../../platform/device-class';
import type { GpuTenant } from '../gpu-tenant';

export const cardsHandedOutAlike: Rule<GpuTenant> = {
  id: 'cards-handed-out-alike',
  code: 'AF-CLU-061',
  title: 'Node pools that a pool may run on hand out their cards by different device classes.',
  why: 'Its pods ask for one of them, and the other nodes would stay empty.',
  fix: 'Name the node pool, or the same device class on each.',
  severity: 'error',
  check({ spec: { gpu }, nodes: { nodePools } }) {
    const classes = nodePools.map((pool) => ({ name: pool.name, byClass: deviceClassOf(gpu, pool) }));
    if (classes.every(({ byClass }) => byClass === undefined)) return 'not-applicable';
    if (new Set(classes.map(({ byClass }) => byClass)).size === 1) return 'compliant';
    const said = classes.map(({ name, byClass }) => `${name} by ${byClass ?? 'its device plugin'}`).join(', ');
    return [
      {
        prop: 'nodePool',
        value: classes.map(({ name }) => name).join(', '),
        allowed: 'node pools with the same device class',
        message: `${gpu.name} is handed out in different ways: ${said}; a pod asks in one`,
        repairs: classes.map(({ name }) => `nodePool: '${name}'`),
      },
    ];
  },
};
