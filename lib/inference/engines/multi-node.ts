/** How an engine runs one replica on several nodes: one pod on each, of which the first answers requests and the others compute for it. */

/** One pod of such a replica. Texts are references that Kubernetes expands in arguments. */
export interface ReplicaNode {
  /** The leader serves the API; workers serve nothing, or their health alone. */
  readonly role: 'leader' | 'worker';
  /** Pods of the replica. */
  readonly nodes: number;
  /** Host name of the leader. */
  readonly leaderAddress: string;
  /** Place of the pod among them, from 0, which is the leader. */
  readonly rank: string;
}

/** What an engine that runs on several nodes answers. */
export interface MultiNode {
  /** Arguments by which the pods of a replica find each other, after all others. */
  args(node: ReplicaNode): readonly string[];
  /** Path that answers at the port of the API on a worker that runs; null where workers listen to nobody, so that they have no probe. */
  readonly workerHealthPath: string | null;
}

/** Variables that the LeaderWorkerSet operator puts into every container (kubernetes-sigs/lws v0.10.0, api/leaderworkerset/v1). */
const VARIABLES = { leaderAddress: 'LWS_LEADER_ADDRESS', rank: 'LWS_WORKER_INDEX' } as const;

export const replicaNode = (role: ReplicaNode['role'], nodes: number): ReplicaNode => ({
  role,
  nodes,
  leaderAddress: `$(${VARIABLES.leaderAddress})`,
  rank: role === 'leader' ? '0' : `$(${VARIABLES.rank})`,
});
