/** AF-CLU-010: a replica does not reach over nodes. */
import { gpusOfPod, nodesOf } from '../../capacity/gpus-of-replica';
import { type Rule, type Violation, violations } from '../../core/rule';
import { type Bound, type Competition, competing, contested, gpusAsked, OF_BOUND, quotaOf } from '../competition';
import type { GpuTenant } from '../gpu-tenant';
import { keptApart } from '../shared-card';

export const replicasPlaceable: Rule<Competition> = {
  id: 'replicas-placeable',
  code: 'AF-CLU-010',
  title: 'The nodes of a cluster have enough GPUs, but not enough in one node for every replica.',
  why: 'A replica runs on one node, so the last replicas stay pending.',
  fix: 'Add nodes, or ask for fewer replicas.',
  severity: ['error', 'warning'],
  check(competition) {
    const quota = quotaOf(competition);
    if (quota === undefined || gpusAsked(competition, 'minReplicas') > quota) return 'not-applicable';
    const atFloor = unplaced(competition, 'minReplicas');
    if (atFloor.length > 0) return atFloor;
    return gpusAsked(competition, 'maxReplicas') > quota ? 'compliant' : violations(unplaced(competition, 'maxReplicas'));
  },
};

const unplaced = (competition: Competition, bound: Bound): Violation[] => [
  ...scattered(competition, bound),
  ...competition.rivals.flatMap((pool) => crowded(pool, bound)),
];

/** Engines of one pool do not share a card with each other: it would hold the same weights twice. */
function crowded(pool: GpuTenant, bound: Bound): Violation[] {
  if (!keptApart(pool)) return [];
  const nodes = pool.nodes.nodePools.reduce((sum, nodePool) => sum + nodePool.nodes, 0);
  const wanted = pool[bound];
  if (wanted <= nodes) return [];
  return [
    {
      ...OF_BOUND[bound],
      value: wanted,
      allowed: `at most ${nodes}, one on each shared card`,
      message: `${wanted} replicas of ${pool.name} are wanted, and there are ${nodes} shared cards: a card holds one engine of a pool`,
      repairs: [`${OF_BOUND[bound].prop}: ${nodes}`, `${wanted - nodes} more node${wanted - nodes > 1 ? 's' : ''}`],
    },
  ];
}

/**
 * Of the nodes with at least so many GPUs, each holds only as many replicas as fit into it whole. A necessary condition, asked of every size; what
 * passes it may still be scattered by smaller replicas that came first.
 */
function scattered(competition: Competition, bound: Bound): Violation[] {
  const { first, rivals } = competition;
  const nodes = contested(competition);
  const largest = Math.max(0, ...nodes.map(({ gpusPerNode }) => gpusPerNode));
  // A replica that no node holds is AF-CLU-004.
  const asking = rivals.filter(({ replica }) => gpusOfPod(replica) <= largest);
  const sizes = [...new Set(asking.map(({ replica }) => gpusOfPod(replica)))];
  return sizes.flatMap((size) => {
    const wanted = asking
      .filter(({ replica }) => gpusOfPod(replica) >= size)
      .reduce((sum, rival) => sum + competing(rival, bound, competition.nodePool) * nodesOf(rival.replica), 0);
    const room = nodes.reduce((sum, { gpusPerNode, nodes: count }) => sum + count * Math.floor(gpusPerNode / size), 0);
    return wanted <= room
      ? []
      : [
          tooFew(
            first,
            { size, wanted, room, largest, unit: asking.some(({ replica }) => nodesOf(replica) > 1) ? 'pod' : 'replica' },
            bound,
          ),
        ];
  });
}

interface Scattered {
  readonly size: number;
  readonly wanted: number;
  readonly room: number;
  readonly largest: number;
  /** What runs on one node: a replica, or a pod of one that is spread over nodes. */
  readonly unit: 'replica' | 'pod';
}

function tooFew(first: GpuTenant, { size, wanted, room, largest, unit }: Scattered, bound: Bound): Violation {
  const gpu = first.spec.gpu.name;
  const moreNodes = Math.ceil((wanted - room) / Math.floor(largest / size));
  return {
    ...OF_BOUND[bound],
    value: wanted,
    allowed: `at most ${room} ${unit}s of ${size} × ${gpu}, each on one node`,
    message: `${wanted} ${unit}s of at least ${size} × ${gpu} are wanted, and the nodes of cluster ${first.cluster} hold ${room} of that size: a ${unit} runs on one node`,
    repairs: [
      `${moreNodes} more node${moreNodes > 1 ? 's' : ''} with ${largest} × ${gpu}`,
      `${wanted - room} ${unit}${wanted - room > 1 ? 's' : ''} less`,
    ],
  };
}
