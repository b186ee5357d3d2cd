/** A node pool that pods may go to, with what the largest of these pods ask for. */
import type { NodeResource, NodeRoom } from './node-room';

export interface UsedNodes {
  readonly nodePool: string;
  /** What nobody says of its nodes. */
  readonly unsaid: readonly NodeResource[];
  /** The most that one pod asks for, of each. */
  readonly asks: NodeRoom;
  /** The first that may go there. */
  readonly path: string;
}
