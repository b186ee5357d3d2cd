/** AF-CPU-022: pods of a RuntimeClass start only where its handler is installed. */
import type { Rule } from '../../core/rule';
import { type SandboxView, sandboxNodes } from '../sandbox-view';

export const sandboxRuntimeOnNodes: Rule<SandboxView> = {
  id: 'sandbox-runtime-on-nodes',
  code: 'AF-CPU-022',
  title: 'No node pool has the RuntimeClass of a sandbox.',
  why: 'Its pods would wait for ever, or fail when their node has no such handler.',
  fix: 'Name the RuntimeClass in runtimeClasses of the CPU node pool that has it, or declare such a pool.',
  severity: 'error',
  check({ runtimeClass, nodePools }) {
    if (nodePools.length === 0) return 'not-applicable';
    if (sandboxNodes(nodePools, runtimeClass).length > 0) return 'compliant';
    const offered = [...new Set(nodePools.flatMap(({ runtimeClasses = [] }) => runtimeClasses))];
    return [
      {
        prop: 'runtimeClass',
        value: runtimeClass,
        allowed: offered.length === 0 ? 'a RuntimeClass that a node pool names' : offered.map((name) => `'${name}'`).join(', '),
        message: `no node pool of the cluster has the runtime class ${runtimeClass}`,
        repairs: [
          `nodePools: { sandboxes: { nodes: 2, runtimeClasses: ['${runtimeClass}'] } }`,
          ...offered.map((name) => `runtimeClass: '${name}'`),
        ],
      },
    ];
  },
};
