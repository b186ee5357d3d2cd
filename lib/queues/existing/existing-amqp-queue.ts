/** A queue of an AMQP server that this library does not make. */
import { regionOf } from '../../catalog/region';
import { checkMethods } from '../../core/method-arguments';
import { parseProps } from '../../core/schema';
import type { SecretRef } from '../../core/secret-ref';
import { allowToCidr, allowToNamespace } from '../../security/network-edges';
import type { DataPlace, DataSender } from '../../security/residency/data-place';
import { SENDER_ARGUMENT } from '../../security/residency/sender-argument';
import type { Workload } from '../../security/workload';
import { Consumers } from '../consumers';
import type { Delivery, DepthTrigger, ITaskQueue, QueueConsumer } from '../contract';
import { QUEUE_ARGUMENTS } from '../queue-arguments';
import { queueEnv } from '../queue-env';
import { type ExistingAmqpQueueProps, type ExistingAmqpQueueSpec, existingAmqpQueueSchema } from './existing-queue-props';
import { withoutBound } from './without-bound';

export class ExistingAmqpQueue implements ITaskQueue {
  readonly kind = 'task-queue';
  readonly name: string;
  readonly host: string;
  readonly port: number;
  private readonly spec: ExistingAmqpQueueSpec;
  private readonly consumers: Consumers;

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(props: ExistingAmqpQueueProps) {
    const className = 'TaskQueue.fromExisting';
    this.spec = parseProps(existingAmqpQueueSchema, props, { path: className, className });
    this.name = this.spec.name;
    this.host = this.spec.host;
    this.port = this.spec.port ?? (this.spec.tls ? 5671 : 5672);
    this.consumers = new Consumers(() => withoutBound(this.spec));
  }

  clientEnv(): Readonly<Record<string, string | SecretRef>> {
    const { name, deadLetters, maxAttempts, variables, url } = this.spec;
    const address = { HOST: this.host, PORT: String(this.port), URL: url };
    const { visibilitySeconds } = this.consumers;
    return queueEnv(variables, address, { kind: 'amqp', name, deadLetters, maxAttempts, visibilitySeconds });
  }

  dataPlace(sender: DataSender): DataPlace {
    const { namespace, region } = this.spec;
    const ofCluster = namespace === undefined ? null : sender.region;
    return {
      kind: 'task queue',
      name: `${this.name} at ${this.host}`,
      region: region === undefined ? ofCluster : regionOf(region),
      repairs: [`region of the queue ${this.name}, which says where ${this.host} keeps tasks`],
    };
  }

  admit(client: Workload): void {
    const { cidr, namespace } = this.spec;
    if (cidr !== undefined) allowToCidr(client, cidr, this.port);
    if (namespace !== undefined) allowToNamespace(client, namespace, this.port);
  }

  /** Over AMQP what is worked on is not counted; the management API counts both. */
  depth(tasksPerWorker: number): DepthTrigger {
    const { managementUrl, url } = this.spec;
    return {
      type: 'rabbitmq',
      metadata: {
        protocol: managementUrl === undefined ? 'amqp' : 'http',
        queueName: this.name,
        mode: 'QueueLength',
        value: String(tasksPerWorker),
      },
      secrets: { host: managementUrl ?? url },
    };
  }

  consumedBy(consumer: QueueConsumer): void {
    this.consumers.add(consumer);
  }

  delivery(): Delivery {
    return this.consumers.delivery();
  }
}

checkMethods(ExistingAmqpQueue, { ...QUEUE_ARGUMENTS, dataPlace: SENDER_ARGUMENT });
