/**
 * A pool whose floor and burst run on nodes that are bought in different ways: two Deployments behind one Service. One Deployment could only prefer nodes, and
 * Kubernetes chooses which of its pods go: sooner or later the floor would stand on nodes that are taken back.
 */

/** What must be known of a pool. */
interface Asked {
  readonly spec: { readonly burstNodePools?: readonly string[] | undefined };
}

/** Name of the second Deployment, after that of the pool. */
const SUFFIX = 'burst';

/** Label of the pods above the floor. Those of the floor carry none, so that a pool that runs already keeps its pods. */
export const BURST_LABEL = { 'agent-fleet/part': SUFFIX } as const;

export const MOST_BURST_POOLS = 8;

export const burstName = (pool: string): string => `${pool}-${SUFFIX}`;

export const bursts = ({ spec }: Asked): boolean => spec.burstNodePools !== undefined;

/** Replicas that stand beside those that the autoscaler owns. */
export const floorReplicas = (pool: Asked & { readonly minReplicas: number }): number => (bursts(pool) ? pool.minReplicas : 0);

interface AskedBurst {
  readonly burstNodePools?: readonly string[] | undefined;
  readonly nodePool?: string | undefined;
  readonly scaling?: unknown;
  readonly nodesPerReplica: number;
}

interface BurstProblem {
  readonly message: string;
  readonly path: (string | number)[];
  readonly input: unknown;
}

/** What else a pool must say of itself when it has nodes for its burst. */
export function burstProblems({ burstNodePools, nodePool, scaling, nodesPerReplica }: AskedBurst): BurstProblem[] {
  if (burstNodePools === undefined) return [];
  const twice = burstNodePools.flatMap((name, index) =>
    burstNodePools.indexOf(name) < index
      ? [{ message: 'expected every node pool once', path: ['burstNodePools', index], input: name }]
      : [],
  );
  return [
    ...twice,
    ...(nodePool === undefined
      ? [
          {
            message: 'expected the node pool of the floor: burstNodePools are for the replicas above it',
            path: ['nodePool'],
            input: nodePool,
          },
        ]
      : []),
    ...(scaling === undefined
      ? [
          {
            message: 'expected a policy, e.g. Scaling.queueDepth({ min: 1, max: 4 }): without one no replica is above the floor',
            path: ['scaling'],
            input: scaling,
          },
        ]
      : []),
    ...(nodesPerReplica > 1
      ? [{ message: 'expected 1 with burstNodePools: a group of nodes is not divided', path: ['nodesPerReplica'], input: nodesPerReplica }]
      : []),
  ];
}
