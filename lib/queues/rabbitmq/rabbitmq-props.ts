import { z } from 'zod';
import { diskGiB } from '../../core/kubernetes/disk-size';
import { dnsLabel } from '../../core/kubernetes/dns-label';
import { namespaceName } from '../../core/kubernetes/namespace-name';
import { cpuQuantity } from '../../core/kubernetes/quantity';
import { storageClassName } from '../../core/kubernetes/storage-class-name';
import { alsoCalled } from '../../core/meant';
import { notion } from '../../core/notion';
import { takesProps } from '../../core/prop-homes';
import { branded, wholeNumber } from '../../core/schema';
import { Cluster } from '../../platform/cluster';
import { cpuNodePoolsSchema } from '../../platform/cpu-node-pools';
import { type Namespace, namespaceSchema } from '../../security/namespace';
import { type DeliveryProps, deliveryShape } from '../delivery-props';

/** Props of a queue on a RabbitMQ of its own, which the RabbitMQ cluster operator runs. */
export interface RabbitMqQueueProps extends DeliveryProps {
  /** Cluster the broker runs on; it needs the RabbitMQ cluster operator (`rabbitmqOperator` of `FleetPlatform`). */
  readonly cluster: Cluster;
  /**
   * Node pools of the cluster, by name, on which the servers run: the first with room is taken, and their taints are tolerated, e.g. `['data']`.
   * @default - `cpuNodePools` of the cluster; without those any CPU nodes without taints
   */
  readonly cpuNodePools?: readonly string[];
  /**
   * Name of the broker and its Service, at most 40 characters, independent of the id of the construct.
   * @default - the id of the construct
   */
  readonly name?: string;
  /**
   * Name of the queue.
   * @default - the name
   */
  readonly queue?: string;
  /**
   * Servers of the broker, an odd number: the queue lives as long as most of them do.
   * @default 3
   */
  readonly replicas?: 1 | 3 | 5 | 7;
  /**
   * Disk of each server, GiB. It can grow later, where the storage class allows it, but not shrink.
   * @default 10
   */
  readonly storageGiB?: number;
  /**
   * Storage class of the claims.
   * @default - the default class of the cluster
   */
  readonly storageClass?: string;
  /**
   * Memory of each server, GiB.
   * @default 2
   */
  readonly memoryGiB?: number;
  /**
   * CPU request of each server.
   * @default '500m'
   */
  readonly cpu?: string;
  /**
   * Dead letters that are kept; older ones are dropped.
   * @default 10000
   */
  readonly deadLettersKept?: number;
  /**
   * Clients are Celery: they get `CELERY_BROKER_URL` as well. See docs/guides/queues.md for the lines that their program needs.
   * @default false
   */
  readonly celery?: boolean;
  /**
   * Terraform refuses to destroy the broker, and to replace it when a prop changes that cannot change in place (`storageClass`, `name`, `namespace`).
   * A broker that is no longer in the program, or has another id, goes on running on the cluster, and the construct takes it again when it comes back
   * (docs/guides/data.md). To give it up: set this to false, deploy, then change or destroy.
   * @default true
   */
  readonly deletionProtection?: boolean;
  /**
   * Namespace in which the RabbitMQ cluster operator runs; it must reach the servers.
   * @default 'rabbitmq-system'
   */
  readonly operatorNamespace?: string;
  /**
   * Namespace in which KEDA runs; it asks the broker for the length of the queue.
   * @default 'keda'
   */
  readonly kedaNamespace?: string;
  /**
   * Namespace of the broker (a name makes it, `Namespace.existing(…)` uses one); its clients must be in the same to read the credentials.
   * @default - the id of the stack
   */
  readonly namespace?: string | Namespace;
}

const queueName = notion(
  'name of a queue of RabbitMQ',
  'letters, digits, dots, dashes and underscores, at most 200',
  (text) => /^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,199}$/.test(text) && !text.startsWith('amq.'),
);

export const rabbitMqQueueSchema = z.strictObject({
  ...deliveryShape,
  cluster: branded<Cluster>(Cluster.isCluster, 'a Cluster, e.g. Cluster.fromKubeconfig({ context })'),
  cpuNodePools: cpuNodePoolsSchema,
  name: dnsLabel.optional(),
  queue: queueName.optional(),
  replicas: z
    .union([z.literal(1), z.literal(3), z.literal(5), z.literal(7)], { error: 'expected 1, 3, 5 or 7: most of them must agree' })
    .default(3),
  storageGiB: alsoCalled(diskGiB().default(10), 'sizeGiB', 'size', 'diskGiB', 'disk', 'storage'),
  storageClass: storageClassName.optional(),
  memoryGiB: alsoCalled(z.number().min(1).max(1024).default(2), 'memory', 'resources'),
  cpu: cpuQuantity.default('500m'),
  deadLettersKept: wholeNumber(1, 10_000_000).default(10_000),
  celery: z.boolean().default(false),
  deletionProtection: z.boolean().default(true),
  operatorNamespace: namespaceName.default('rabbitmq-system'),
  kedaNamespace: namespaceName.default('keda'),
  namespace: namespaceSchema.optional(),
});
takesProps('TaskQueue.rabbitMq', rabbitMqQueueSchema);

export interface RabbitMqQueueSpec extends z.output<typeof rabbitMqQueueSchema> {}
