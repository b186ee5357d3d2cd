/** AF-CLU-017: Karpenter starts a node for a pod only where its NodePool promises the labels that the pod selects. */
import type { Rule } from '../../../core/rule';
import type { StartedPool } from '../started-pool';

export const poolOfKarpenter: Rule<StartedPool> = {
  id: 'pool-of-karpenter',
  code: 'AF-CLU-017',
  title: 'A node pool that Karpenter is to start is not declared, or its labels do not say which instances it has.',
  why: 'Karpenter would start no node that the pods of its pools accept, or any node.',
  fix: 'Declare the node pool on the cluster with Nodes.karpenter.',
  severity: 'error',
  check({ name, cluster, isDeclared, isKarpenters, others }) {
    if (isDeclared && isKarpenters) return 'compliant';
    return [
      {
        prop: 'nodePools',
        value: name,
        allowed: others.length === 0 ? 'a node pool of the cluster that Nodes.karpenter made' : `one of ${others.join(', ')}`,
        message: isDeclared
          ? `the labels of node pool ${name} do not say which instances Karpenter may start`
          : `cluster ${cluster} has no node pool ${name}`,
        repairs: [
          `nodePools: { ${/^[a-z]\w*$/.test(name) ? name : `'${name}'`}: Nodes.karpenter({ … }) } on the Cluster`,
          ...others.map((other) => `nodePools: ['${other}']`),
        ],
      },
    ];
  },
};
