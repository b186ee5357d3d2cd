import { z } from 'zod';
import { dnsLabel } from '../../core/kubernetes/dns-label';
import { DNS_SUBDOMAIN, isDnsSubdomain } from '../../core/kubernetes/dns-subdomain';
import { notion } from '../../core/notion';
import { takesProps } from '../../core/prop-homes';
import { branded, wholeNumber } from '../../core/schema';
import { Cluster } from '../cluster';
import { type KarpenterNodeClassProps, nodeClassSchema } from './node-class-props';

/** Node pools of a cluster that Karpenter starts and ends. */
export interface KarpenterNodePoolsProps {
  /** Cluster on Amazon EKS with Karpenter 1.x, whose node pools are those of `Nodes.karpenter`. */
  readonly cluster: Cluster;
  /**
   * Names of its node pools.
   * @default - all that `Nodes.karpenter` made
   */
  readonly nodePools?: readonly string[];
  /** How the nodes are made, or the name of an EC2NodeClass that exists. */
  readonly nodeClass: KarpenterNodeClassProps | string;
  /**
   * Hours after which a node is replaced by a new one, for its patches.
   * @default 720
   */
  readonly expireAfterHours?: number;
  /**
   * Minutes that pods may stay on a node that goes, before they have to end. Sessions, and what is asked of a replica, have this time.
   * @default 120
   */
  readonly drainMinutes?: number;
  /**
   * Seconds that a node stays after its last replica has gone.
   * @default 300
   */
  readonly emptySeconds?: number;
}

/** Names of objects of the whole cluster. */
const className = notion('EC2NodeClass', `the name of an EC2NodeClass: ${DNS_SUBDOMAIN}`, isDnsSubdomain);

export const karpenterNodePoolsSchema = z.strictObject({
  cluster: branded<Cluster>(Cluster.isCluster, 'a Cluster, e.g. Cluster.fromKubeconfig({ context })'),
  nodePools: z.array(dnsLabel).min(1, { error: 'expected at least one node pool' }).optional(),
  nodeClass: z.union([className, nodeClassSchema]),
  expireAfterHours: wholeNumber(1, 8_760).default(720),
  drainMinutes: wholeNumber(1, 10_080).default(120),
  emptySeconds: wholeNumber(0, 86_400).default(300),
});
takesProps('KarpenterNodePools', karpenterNodePoolsSchema);

export interface KarpenterNodePoolsSpec extends z.output<typeof karpenterNodePoolsSchema> {}
