/** AF-ELA-009: replicas that are always there belong on nodes that are always there. */
import type { Rule } from '../../core/rule';
import type { PoolView } from '../pool-view';
import { mayBeTaken, replicasOnStayingNodes } from '../staying-nodes';

export const floorOnStayingNodes: Rule<PoolView> = {
  id: 'floor-on-staying-nodes',
  code: 'AF-ELA-009',
  title: 'A pool that scales on spot nodes has no room for its floor on nodes that stay.',
  why: 'The cloud may take all spot nodes back at once, and then no replica is left and none has a node to go to.',
  fix: 'Give the cluster a node pool of this GPU on demand with room for the floor; pods prefer it, and what is above the floor runs on spot.',
  severity: 'warning',
  check(pool) {
    const { name, spec, nodes, idleReplicas, minReplicas, maxReplicas } = pool;
    const spot = nodes.nodePools.filter(mayBeTaken);
    if (spec.scaling === undefined || maxReplicas <= minReplicas || idleReplicas === 0 || spot.length === 0) return 'not-applicable';
    const held = replicasOnStayingNodes(pool);
    if (held >= minReplicas) return 'compliant';
    const names = spot.map((one) => one.name).join(', ');
    return [
      {
        prop: spec.nodePool === undefined ? 'scaling.min' : 'nodePool',
        value: spec.nodePool ?? minReplicas,
        allowed: `nodes that stay, with room for ${minReplicas} ${minReplicas === 1 ? 'replica' : 'replicas'}`,
        message: `${name} keeps ${minReplicas} ${minReplicas === 1 ? 'replica' : 'replicas'} at all hours, and besides the spot nodes of ${names} there is room for ${held}`,
        repairs: [
          `nodePools of the cluster: another pool of this GPU with purchase: 'on-demand', beside ${names}`,
          ...(spec.nodePool === undefined || spec.burstNodePools !== undefined
            ? []
            : ['nodePool left out, so that replicas may run on all node pools of this GPU']),
        ],
      },
    ];
  },
};
