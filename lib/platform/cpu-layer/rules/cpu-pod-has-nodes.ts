/** AF-CLU-077: some declared CPU node takes each pod without GPUs. */
import type { Rule } from '../../../core/rule';
import type { NodePool } from '../../node-pool';
import { keepsAway, taintInWords } from '../../node-taint';
import type { PlacedCpuPods } from '../placed-pods';

export const cpuPodHasNodes: Rule<PlacedCpuPods> = {
  id: 'cpu-pod-has-nodes',
  code: 'AF-CLU-077',
  title: 'No node pool of the cluster takes the pods of a workload without GPUs.',
  why: 'Each is tainted, or has other labels than the pods ask for: they would wait for ever.',
  fix: 'Name node pools in cpuNodePools of the construct or of the cluster, or declare one without taints.',
  severity: 'error',
  check({ workload, nodePools, declared }) {
    // Nodes that are set apart for sandboxes say nothing of the others.
    const open = declared.filter(({ runtimeClasses = [] }) => runtimeClasses.length === 0);
    if (open.length === 0) return 'not-applicable';
    if (nodePools.length > 0) return 'compliant';
    return [
      {
        prop: 'cpuNodePools',
        value: undefined,
        allowed: declared.map(({ name }) => `'${name}'`).join(', '),
        message: `no node pool takes the pods of ${workload}: ${open.map(reason).join(', ')}`,
        repairs: [
          `cpuNodePools: ['${open[0]?.name ?? ''}'] on it, or on the cluster for all`,
          'a node pool without taints: nodePools: { cpu: { nodes: 2 } }',
        ],
      },
    ];
  },
};

const reason = ({ name, taints }: NodePool): string => {
  const kept = taints.filter(keepsAway);
  return kept.length === 0 ? `"${name}" has other labels` : `"${name}" is tainted with ${kept.map(taintInWords).join(', ')}`;
};
