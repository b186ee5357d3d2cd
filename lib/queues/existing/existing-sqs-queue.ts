/** A queue of Amazon SQS. Who the clients are to the cloud says the identity of their pods. */
import { regionOf } from '../../catalog/region';
import { checkMethods } from '../../core/method-arguments';
import { parseProps } from '../../core/schema';
import type { SecretRef } from '../../core/secret-ref';
import { allowInternet, allowToCidr } from '../../security/network-edges';
import type { DataPlace, DataSender } from '../../security/residency/data-place';
import { SENDER_ARGUMENT } from '../../security/residency/sender-argument';
import type { Workload } from '../../security/workload';
import { Consumers } from '../consumers';
import type { Delivery, DepthTrigger, ITaskQueue, QueueConsumer } from '../contract';
import { QUEUE_ARGUMENTS } from '../queue-arguments';
import { queueEnv } from '../queue-env';
import {
  type ExistingSqsQueueProps,
  type ExistingSqsQueueSpec,
  existingSqsQueueSchema,
  MOST_SQS_VISIBILITY_SECONDS,
} from './existing-queue-props';
import { withoutBound } from './without-bound';

const HTTPS = 443;

export class ExistingSqsQueue implements ITaskQueue {
  readonly kind = 'task-queue';
  readonly name: string;
  readonly host: string;
  readonly port = HTTPS;
  private readonly spec: ExistingSqsQueueSpec;
  private readonly consumers: Consumers;

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(props: ExistingSqsQueueProps) {
    const className = 'TaskQueue.fromExisting';
    this.spec = parseProps(existingSqsQueueSchema, props, { path: className, className });
    this.name = this.spec.name;
    this.host = `sqs.${this.spec.region}.amazonaws.com`;
    this.consumers = new Consumers(() => withoutBound(this.spec, MOST_SQS_VISIBILITY_SECONDS));
  }

  /** No range is named, so that every public address is open. */
  get overInternet(): boolean {
    return this.spec.cidrs === undefined || this.spec.cidrs.length === 0;
  }

  clientEnv(): Readonly<Record<string, string | SecretRef>> {
    const { name, deadLetters, maxAttempts, variables, url, region } = this.spec;
    const address = { HOST: this.host, PORT: String(HTTPS), URL: url, REGION: region };
    const { visibilitySeconds } = this.consumers;
    return queueEnv(variables, address, { kind: 'sqs', name, deadLetters, maxAttempts, visibilitySeconds });
  }

  dataPlace({ byName = false }: DataSender): DataPlace {
    return {
      kind: 'task queue',
      name: `${this.name} at ${this.host}`,
      region: regionOf(this.spec.region),
      repairs: [`a queue of another region than ${this.spec.region}`],
      isOpen: this.spec.cidrs === undefined && !byName,
    };
  }

  admit(client: Workload): void {
    const { cidrs = [] } = this.spec;
    if (cidrs.length === 0) allowInternet(client, HTTPS, [this.host]);
    for (const range of cidrs) allowToCidr(client, range, HTTPS);
  }

  /** KEDA adds the messages that are in flight by default, so workers are not stopped in their task. */
  depth(tasksPerWorker: number): DepthTrigger {
    const { url, region, identityOwner } = this.spec;
    return {
      type: 'aws-sqs-queue',
      metadata: { queueURL: url, awsRegion: region, queueLength: String(tasksPerWorker) },
      podIdentity: { provider: 'aws', identityOwner },
    };
  }

  consumedBy(consumer: QueueConsumer): void {
    this.consumers.add(consumer);
  }

  delivery(): Delivery {
    return this.consumers.delivery();
  }
}

checkMethods(ExistingSqsQueue, { ...QUEUE_ARGUMENTS, dataPlace: SENDER_ARGUMENT });
