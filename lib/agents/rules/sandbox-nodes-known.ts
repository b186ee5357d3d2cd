/** AF-CPU-023: what nodes alone decide, and nobody has said. */
import type { Rule } from '../../core/rule';
import { type SandboxView, sandboxNodes } from '../sandbox-view';

export const sandboxNodesKnown: Rule<SandboxView> = {
  id: 'sandbox-nodes-known',
  code: 'AF-CPU-023',
  title: 'Nobody says whether nodes have the RuntimeClass of a sandbox, or how many processes they let a pod have.',
  why: 'Without the class its pods never start; without a bound one task may use up the processes of a node. Kubernetes lets no pod say either.',
  fix: 'Declare the node pool with runtimeClasses and podPidsLimit, as its kubelets are configured.',
  severity: 'warning',
  uncertain: true,
  check({ runtimeClass, nodePools }) {
    const example = `nodePools: { sandboxes: { nodes: 2, runtimeClasses: ['${runtimeClass}'], podPidsLimit: 512 } }`;
    if (nodePools.length === 0)
      return [
        {
          prop: 'cluster.nodePools',
          value: undefined,
          allowed: `a node pool with runtimeClasses: ['${runtimeClass}']`,
          message: `nobody says whether a node of the cluster has the runtime class ${runtimeClass}`,
          repairs: [example],
        },
      ];
    const unbounded = sandboxNodes(nodePools, runtimeClass).filter(({ podPidsLimit }) => podPidsLimit === undefined);
    if (unbounded.length === 0) return 'compliant';
    return unbounded.map(({ name }) => ({
      prop: `cluster.nodePools.${name}.podPidsLimit`,
      value: undefined,
      allowed: 'podPidsLimit of its kubelets',
      message: `nobody says how many processes a pod may have on node pool ${name}`,
      repairs: [`nodePools: { ${name}: { …, podPidsLimit: 512 } }`],
    }));
  },
};
