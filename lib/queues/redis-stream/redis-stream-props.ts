import { z } from 'zod';
import { dnsLabel } from '../../core/kubernetes/dns-label';
import { namespaceName } from '../../core/kubernetes/namespace-name';
import { notion } from '../../core/notion';
import { takesProps } from '../../core/prop-homes';
import { branded, wholeNumber } from '../../core/schema';
import { Cluster } from '../../platform/cluster';
import { cpuNodePoolsSchema } from '../../platform/cpu-node-pools';
import { type Namespace, namespaceSchema } from '../../security/namespace';
import { type ISessionStore, isSessionStore } from '../../stores/contract';
import { type DeliveryProps, deliveryShape } from '../delivery-props';

/** Props of a queue that is a Redis stream. */
export interface RedisStreamQueueProps extends DeliveryProps {
  /** Cluster the queue is kept on. */
  readonly cluster: Cluster;
  /**
   * Node pools of the cluster, by name, on which the keeper of the stream runs: the first with room is taken, and their taints are tolerated, e.g. `['system']`.
   * @default - `cpuNodePools` of the cluster; without those any CPU nodes without taints
   */
  readonly cpuNodePools?: readonly string[];
  /** Valkey or Redis that holds the stream: a `SessionStore`, or one that exists. Give the queue one of its own where sessions could fill the memory. */
  readonly store: ISessionStore;
  /**
   * Name of the keeper's Deployment, independent of the id of the construct.
   * @default - the id of the construct
   */
  readonly name?: string;
  /**
   * Key of the stream.
   * @default - the name
   */
  readonly stream?: string;
  /**
   * Consumer group of the workers.
   * @default 'workers'
   */
  readonly group?: string;
  /**
   * Dead letters that are kept, about; older ones are dropped.
   * @default 10000
   */
  readonly deadLettersKept?: number;
  /**
   * Namespace in which KEDA runs; it asks the store for the length of the stream.
   * @default 'keda'
   */
  readonly kedaNamespace?: string;
  /**
   * Namespace of the keeper (a name makes it, `Namespace.existing(…)` uses one); where the password of the store is.
   * @default - the id of the stack
   */
  readonly namespace?: string | Namespace;
}

/** Keys that need no quoting in any client; braces would choose a hash slot. */
const streamName = notion(
  'name of a stream',
  "letters, digits, dots, colons, dashes and underscores, at most 200, e.g. 'research:tasks'",
  (text) => /^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,199}$/.test(text),
);

export const redisStreamQueueSchema = z.strictObject({
  ...deliveryShape,
  cluster: branded<Cluster>(Cluster.isCluster, 'a Cluster, e.g. Cluster.fromKubeconfig({ context })'),
  cpuNodePools: cpuNodePoolsSchema,
  store: branded<ISessionStore>(isSessionStore, "a SessionStore, e.g. new SessionStore(stack, 'queue', { cluster })"),
  name: dnsLabel.optional(),
  stream: streamName.optional(),
  group: streamName.default('workers'),
  deadLettersKept: wholeNumber(1, 10_000_000).default(10_000),
  kedaNamespace: namespaceName.default('keda'),
  namespace: namespaceSchema.optional(),
});
takesProps('TaskQueue.redisStream', redisStreamQueueSchema);

export interface RedisStreamQueueSpec extends z.output<typeof redisStreamQueueSchema> {}
