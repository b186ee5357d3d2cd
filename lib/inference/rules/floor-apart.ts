/** AF-ELA-030: pods find their nodes by labels, so floor and burst stay apart only where the labels do. */

import { type Rule, type Violation, violations } from '../../core/rule';
import type { NodePool } from '../../platform/node-pool';
import type { PoolView } from '../pool-view';

export const floorApart: Rule<PoolView> = {
  id: 'floor-apart',
  code: 'AF-ELA-030',
  title: 'The nodes of the floor and of the burst cannot be told apart by their labels.',
  why: 'A replica of the floor could start on nodes that are taken back, or one of the burst on the node that the floor needs when it starts again.',
  fix: "Give each node pool a label of its own, e.g. labels: { 'agent-fleet/pool': 'steady' }.",
  severity: 'error',
  check({ name, spec, nodes }) {
    const [floor] = nodes.floor;
    if (nodes.burst === null || floor === undefined) return 'not-applicable';
    const others = nodes.burst.nodePools.filter((nodePool) => nodePool.name !== floor.name);
    return violations(
      others.flatMap((other): Violation[] => {
        const taken = selects(floor, other) ? [floor, other] : selects(other, floor) ? [other, floor] : null;
        if (taken === null) return [];
        const [from, to] = taken as [NodePool, NodePool];
        return [
          {
            prop: from === floor ? 'nodePool' : `burstNodePools.${spec.burstNodePools?.indexOf(from.name) ?? 0}`,
            value: from.name,
            allowed: `a node pool whose labels the nodes of "${to.name}" do not have`,
            message: `pods of ${name} that are meant for "${from.name}" would start on "${to.name}" as well: ${reason(from)}`,
            repairs: [
              byPurchase(from, to),
              `labels on node pool "${from.name}" of the cluster, e.g. { 'agent-fleet/pool': '${from.name}' }, and another value on "${to.name}"`,
            ],
          },
        ];
      }),
    );
  },
};

/** Labels that a cloud writes with the way in which a node is bought. */
const CAPACITY_TYPE = /\/capacity-?type$/i;

/** Clouds that label nodes by how they are bought tell both apart once both node pools say it. */
function byPurchase(from: NodePool, to: NodePool): string {
  const label = Object.entries(to.labels ?? {}).find(([key, value]) => CAPACITY_TYPE.test(key) && value === to.purchase);
  return label === undefined || from.labels?.[label[0]] !== undefined
    ? `purchase of "${from.name}" and of "${to.name}", where Nodes.karpenter makes both: it selects nodes by how they are bought`
    : `nodePools.${from.name}.purchase: '${from.purchase}', which is written as the label ${label[0]}`;
}

const reason = ({ labels }: NodePool): string =>
  labels === undefined
    ? 'it has no labels, and both carry the GPU'
    : `both have ${Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(', ')}`;

/** Whether what selects the nodes of one pool selects those of another, too. What is not declared of the other is not there. */
function selects({ labels = {}, zones }: NodePool, other: NodePool): boolean {
  const apartByZone = zones.length > 0 && other.zones.length > 0 && !zones.some((zone) => other.zones.includes(zone));
  return !apartByZone && Object.entries(labels).every(([key, value]) => other.labels?.[key] === value);
}
