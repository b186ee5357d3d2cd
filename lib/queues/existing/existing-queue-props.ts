import { z } from 'zod';
import { placeSchema, type Region } from '../../catalog/region';
import { addressRange } from '../../core/kubernetes/address-range';
import { hostName } from '../../core/kubernetes/host-name';
import { namespaceName } from '../../core/kubernetes/namespace-name';
import { portNumber } from '../../core/kubernetes/port';
import { notion } from '../../core/notion';
import { orToken } from '../../core/prop-marks';
import { wholeNumber } from '../../core/schema';
import { existingSecretSchema, type SecretRef } from '../../core/secret-ref';
import { type DeliveryProps, deliveryShape } from '../delivery-props';

interface ExistingQueueBase extends Omit<DeliveryProps, 'maxLength' | 'maxTaskBytes' | 'maxWaitSeconds'> {
  /** Name of the queue. */
  readonly name: string;
  /**
   * Name of the queue with the dead letters, which whoever runs the queue has set up.
   * @default - clients are not told
   */
  readonly deadLetters?: string;
}

/** A queue of an AMQP 0.9.1 server, e.g. RabbitMQ or Amazon MQ. */
export interface ExistingAmqpQueueProps extends ExistingQueueBase {
  readonly kind: 'amqp';
  /** DNS name or address; takes a Terraform token. */
  readonly host: string;
  /**
   * Port of the server.
   * @default - 5671 with TLS, 5672 without
   */
  readonly port?: number;
  /**
   * The server speaks TLS.
   * @default true
   */
  readonly tls?: boolean;
  /** The whole address with user and password (`amqps://…`), in a Secret in the namespace of the clients. KEDA reads it, too. */
  readonly url: SecretRef;
  /**
   * Address of the management API with user and password (`https://…`), in a Secret in the namespace of the workers. With it KEDA counts the tasks that are
   * worked on, too; without it workers may be stopped in a task when nothing waits.
   * @default - none: KEDA counts what waits
   */
  readonly managementUrl?: SecretRef;
  /**
   * Address range of the server, for one outside the cluster. Either this or `namespace`.
   * @default - none
   */
  readonly cidr?: string;
  /**
   * Namespace of its pods, for one inside the cluster.
   * @default - none
   */
  readonly namespace?: string;
  /**
   * Where the server keeps tasks: `Region.EU`, `'eu-central-1'`. Asked of it where roles have `dataResidency`.
   * @default - that of the cluster for a server inside it; unknown for one outside
   */
  readonly region?: Region | string;
}

/** A queue of Amazon SQS. Workers and KEDA need an identity of the cloud; no key is passed. */
export interface ExistingSqsQueueProps extends ExistingQueueBase {
  readonly kind: 'sqs';
  /**
   * Seconds after which a task that its worker has not finished is given to another: workers ask for it when they take a task. At most 43200, the limit of SQS.
   * @default - as for every queue, and at most 43200
   */
  readonly visibilitySeconds?: number;
  /** URL of the queue; takes a Terraform token. */
  readonly url: string;
  /** Region of the queue, e.g. `eu-central-1`. */
  readonly region: string;
  /**
   * Address ranges of the service, e.g. of its VPC endpoint; without them port 443 is opened to every public address.
   * @default - every public IPv4 address
   */
  readonly cidrs?: readonly string[];
  /**
   * Whose identity asks for the length of the queue: that of KEDA, or that of the workers.
   * @default 'keda'
   */
  readonly identityOwner?: 'keda' | 'workload';
}

/** Props of a queue that exists already. */
export type ExistingQueueProps = ExistingAmqpQueueProps | ExistingSqsQueueProps;

const queueName = notion('name of a queue', 'letters, digits, dots, colons, slashes, dashes and underscores, at most 255', (text) =>
  /^[A-Za-z0-9_.:/-]{1,255}$/.test(text),
);

const region = notion('region of a cloud', "lower-case letters, digits and dashes, e.g. 'eu-central-1'", (text) =>
  /^[a-z][a-z0-9-]{2,40}$/.test(text),
);

const queueUrl = notion(
  'URL of a queue',
  "the https URL of the queue, e.g. 'https://sqs.eu-central-1.amazonaws.com/111122223333/tasks'",
  (text) => /^https:\/\/[A-Za-z0-9.-]{1,253}\/[0-9]{1,20}\/[A-Za-z0-9_-]{1,80}(\.fifo)?$/.test(text),
);

const { visibilitySeconds, maxAttempts, variables } = deliveryShape;
const base = { visibilitySeconds, maxAttempts, variables, name: queueName, deadLetters: queueName.optional() };

export const existingAmqpQueueSchema = z
  .strictObject({
    ...base,
    kind: z.literal('amqp'),
    host: orToken(hostName),
    port: portNumber.optional(),
    tls: z.boolean().default(true),
    url: existingSecretSchema,
    managementUrl: existingSecretSchema.optional(),
    cidr: addressRange.optional(),
    namespace: namespaceName.optional(),
    region: placeSchema.optional(),
  })
  .refine(({ cidr, namespace }) => (cidr === undefined) !== (namespace === undefined), {
    error: 'expected either cidr or namespace, so that the network policy opens one place',
    path: ['cidr'],
  });

/** Twelve hours (Amazon SQS, `ChangeMessageVisibility`: 0 to 43200 s, read 2026-12-01). */
export const MOST_SQS_VISIBILITY_SECONDS = 43_200;

/** Region in the host of Amazon's queues; undefined for a token, and for an address of one's own. */
const regionIn = (url: string): string | undefined => /^https:\/\/sqs\.([a-z0-9-]{1,40})\.amazonaws\.com(?:\.cn)?\//.exec(url)?.[1];
/** Name at the end of a URL; undefined for a token. */
const nameIn = (url: string): string | undefined => (url.startsWith('https://') ? url.split('/').at(-1) : undefined);

export const existingSqsQueueSchema = z
  .strictObject({
    ...base,
    kind: z.literal('sqs'),
    visibilitySeconds: wholeNumber(10, MOST_SQS_VISIBILITY_SECONDS).optional(),
    url: orToken(queueUrl),
    region,
    cidrs: z.array(addressRange).min(1).optional(),
    identityOwner: z.enum(['keda', 'workload']).default('keda'),
  })
  .refine(({ url, region: given }) => (regionIn(url) ?? given) === given, { error: 'expected the region in the url', path: ['region'] })
  .refine(({ url, name }) => (nameIn(url) ?? name) === name, { error: 'expected the name at the end of the url', path: ['name'] });

export interface ExistingAmqpQueueSpec extends z.output<typeof existingAmqpQueueSchema> {}
export interface ExistingSqsQueueSpec extends z.output<typeof existingSqsQueueSchema> {}
