/** AF-CLU-075: pods run on node pools that the cluster has, and that have no GPUs. */
import { closest } from '../../../core/closest';
import { type Rule, violations } from '../../../core/rule';
import type { ChosenNodes } from '../named-pools';

export const chosenNodesThere: Rule<ChosenNodes> = {
  id: 'chosen-nodes-there',
  code: 'AF-CLU-075',
  title: 'cpuNodePools names a node pool that the cluster does not declare, or one with GPUs.',
  why: 'The pods would be sent to no node of that name, or take the place of replicas on nodes that cost many times as much.',
  fix: 'Name node pools without GPUs of `nodePools` of the cluster, or declare one.',
  severity: 'error',
  check({ cluster, prop, names, nodePools }) {
    const offered = nodePools.filter(({ gpu }) => gpu === undefined).map(({ name }) => name);
    const allowed =
      offered.length === 0 ? 'a node pool without GPUs, which the cluster declares' : offered.map((name) => `'${name}'`).join(', ');
    return violations(
      names
        .filter((name) => !offered.includes(name))
        .map((name) => {
          const isThere = nodePools.some((nodePool) => nodePool.name === name);
          const near = closest(name, offered);
          return {
            prop,
            value: name,
            allowed,
            message: isThere ? `node pool "${name}" of cluster ${cluster} has GPUs` : `cluster ${cluster} has no node pool "${name}"`,
            repairs: [
              ...(near === undefined ? offered : [near]).slice(0, 1).map((other) => `cpuNodePools: ['${other}']`),
              `nodePools: { ${isThere ? 'cpu' : name}: { nodes: 2, labels: { … } } } on the cluster`,
            ],
          };
        }),
    );
  },
};
