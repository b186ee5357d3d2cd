import { Construct } from 'constructs';
import { changedProps } from '../../core/apply-changes';
import { brand, hasBrand } from '../../core/brand';
import { evaluateRules } from '../../core/evaluate-rules';
import { type Finding, place } from '../../core/finding';
import { dnsSubdomainOf } from '../../core/kubernetes/dns-subdomain';
import { checkMethods } from '../../core/method-arguments';
import { parseProps } from '../../core/schema';
import { SecretRef } from '../../core/secret-ref';
import type { Cluster } from '../../platform/cluster';
import { clusterPlace } from '../../platform/cluster-place';
import { volumeFindings } from '../../platform/held-volume';
import { OpenedOperators } from '../../platform/opened-operators';
import { PodImages } from '../../platform/pod-images';
import { settleWorkload } from '../../platform/settle-workload';
import { allowFromNamespace, allowFromPrometheus, allowWithin, connect } from '../../security/network-edges';
import type { DataPlace } from '../../security/residency/data-place';
import { HELD_STATE_RULES } from '../../security/rules';
import { SecretReaders } from '../../security/secret-readers';
import { isUsed, unusedFindings } from '../../security/used-service';
import { type IReachable, serviceHost, type Workload } from '../../security/workload';
import { workloadNameFindings } from '../../security/workload-name';
import { constructId } from '../../terraform/construct-id';
import type { TerraformStack } from '../../terraform/engine';
import { stackOf } from '../../terraform/stack-of';
import type { Startable } from '../../terraform/startable';
import { SynthesisRegistry } from '../../terraform/synthesis-registry';
import { Consumers } from '../consumers';
import type { Delivery, DepthTrigger, ITaskQueue, ObservedTasks, QueueConsumer } from '../contract';
import { QUEUE_ARGUMENTS } from '../queue-arguments';
import { queueEnv } from '../queue-env';
import { queuePlan, queueTold } from '../queue-plan';
import { DELIVERY_RULES, QUEUE_ROOM_RULES, USED_QUEUE_RULES } from '../rules';
import type { UsedQueue } from '../rules/queue-consumed';
import type { QueueInRoom } from '../rules/queue-fits-store';
import { definitionsOf } from './definitions';
import { type RabbitMqQueueProps, type RabbitMqQueueSpec, rabbitMqQueueSchema } from './rabbitmq-props';
import { AMQP_PORT, declaring, INTERNODE_PORTS, MANAGEMENT_PORT, METRICS_PORT, renderBroker } from './rabbitmq-resources';

/** The operator appends to it, e.g. `-server-0`, and the name of a Job has a hash. */
const MAX_NAME = 40;

/** A quorum queue on a RabbitMQ of its own, with its dead letters. `TaskQueue.rabbitMq(…)` makes one. */
export class RabbitMqQueue extends Construct implements ITaskQueue, IReachable {
  /** Recognises a queue by its brand, so that two copies of the library agree. */
  static isRabbitMqQueue(value: unknown): value is RabbitMqQueue {
    return hasBrand(value, 'RabbitMqQueue');
  }

  readonly kind = 'task-queue';
  readonly port = AMQP_PORT;
  readonly cluster: Cluster;
  readonly stack: TerraformStack;
  /** Name of the queue. */
  readonly name: string;
  /** Name of the queue with the dead letters. */
  readonly deadLetters: string;
  readonly host: string;
  /** The servers. */
  readonly workload: Workload;
  /** What the user asked for, with defaults. */
  readonly spec: RabbitMqQueueSpec;
  private readonly consumers: Consumers;
  private readonly readers: SecretReaders;
  private readonly objects: readonly Startable[];

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(scope: Construct, id: string, props: RabbitMqQueueProps) {
    super(scope, constructId(scope, id, 'TaskQueue.rabbitMq'));
    brand(this, 'RabbitMqQueue');
    this.spec = parseProps(rabbitMqQueueSchema, props, { path: this.node.path, className: 'TaskQueue.rabbitMq' });
    this.stack = stackOf(scope, id, 'TaskQueue.rabbitMq');
    const { cluster, name = id, namespace, queue } = this.spec;
    this.cluster = cluster;
    const workload = settleWorkload(this, {
      stack: this.stack,
      cluster,
      component: 'task-queue',
      name: this.spec.name,
      namespace,
      selector: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'rabbitmq' },
      cpuNodePools: this.spec.cpuNodePools,
    });
    // So the operator calls it (cluster-operator v2.22.1, internal/resource/service_account.go).
    this.workload = { ...workload, serviceAccount: `${name}-server` };
    this.name = queue ?? name;
    this.deadLetters = `${this.name}.dead`;
    this.host = serviceHost(name, this.workload.namespace.name);
    this.consumers = new Consumers(() => this.current());
    this.readers = new SecretReaders(this.node.path, this.workload.namespace);
    this.objects = this.render();
    this.openNetwork();
    this.register();
  }

  /** What brings the broker, and what declares the queue in it. */
  get resources(): readonly Startable[] {
    return this.objects;
  }

  clientEnv(): Readonly<Record<string, string | SecretRef>> {
    const { maxAttempts, maxTaskBytes, variables, celery } = this.spec;
    const { visibilitySeconds, maxLength } = this.consumers;
    const url = this.credential('connection_string');
    const address = {
      HOST: this.host,
      PORT: String(AMQP_PORT),
      USERNAME: this.credential('username'),
      PASSWORD: this.credential('password'),
      URL: url,
    };
    const told = {
      kind: 'rabbitmq',
      name: this.name,
      deadLetters: this.deadLetters,
      maxAttempts,
      maxTaskBytes,
      visibilitySeconds,
      maxLength,
    } as const;
    return { ...queueEnv(variables, address, told), ...(celery ? { CELERY_BROKER_URL: url } : {}) };
  }

  dataPlace(): DataPlace {
    return clusterPlace('task queue', this.node.path, this.cluster);
  }

  admit(client: Workload): void {
    this.consumers.admit(client);
    this.readers.add(client);
    connect(client, this);
  }

  /** By the management API, which counts the tasks that are worked on as well. */
  depth(tasksPerWorker: number): DepthTrigger {
    return {
      type: 'rabbitmq',
      metadata: {
        host: `http://${this.host}:${MANAGEMENT_PORT}`,
        protocol: 'http',
        queueName: this.name,
        vhostName: '/',
        mode: 'QueueLength',
        value: String(tasksPerWorker),
      },
      secrets: { username: this.credential('username'), password: this.credential('password') },
    };
  }

  consumedBy(consumer: QueueConsumer): void {
    this.consumers.add(consumer);
  }

  delivery(): Delivery {
    return this.consumers.delivery();
  }

  /** The servers count the messages of each queue themselves; port and its name are the operator's. */
  get observed(): ObservedTasks {
    const { name, deadLetters, workload } = this;
    const scraped = { workload, metricsPortName: 'prometheus', metricsPath: '/metrics/per-object' };
    const series = `rabbitmq_queue_messages{namespace="${workload.namespace.name}",queue="${deadLetters}"}`;
    return { name, mostTasks: () => this.consumers.delivery().maxLength, dead: { scraped, series } };
  }

  /** The operator makes the Secret `<name>-default-user`. */
  private credential(key: 'username' | 'password' | 'connection_string'): SecretRef {
    return SecretRef.existing(`${dnsSubdomainOf(this.workload.name)}-default-user`, key);
  }

  private render(): readonly Startable[] {
    const { stack, workload, spec, cluster, host, name, deadLetters } = this;
    const { maxAttempts, deadLettersKept } = spec;
    return renderBroker({
      scope: this,
      stack,
      name: workload.name,
      workload,
      spec,
      images: new PodImages(cluster, workload),
      host,
      user: this.credential('username'),
      password: this.credential('password'),
      definitions: () => definitionsOf({ name, deadLetters, maxAttempts, deadLettersKept }, this.consumers.delivery()),
    });
  }

  /** Source of the edges: cluster-operator v2.22.1, docs/examples/network-policies and internal/rabbitmqclient. */
  private openNetwork(): void {
    const { workload, spec } = this;
    allowWithin(workload, INTERNODE_PORTS);
    for (const [operator, prop] of [
      ['rabbitmq-operator', 'operatorNamespace'],
      ['keda', 'kedaNamespace'],
    ] as const) {
      OpenedOperators.of(this).add({ operator, namespace: spec[prop], prop, construct: this, cluster: this.cluster.identity.key });
      allowFromNamespace(workload, spec[prop], MANAGEMENT_PORT);
    }
    allowFromPrometheus(workload, this.cluster, METRICS_PORT);
    connect(declaring(workload), { workload, host: this.host, port: MANAGEMENT_PORT });
  }

  private used(): UsedQueue {
    const { isFilled } = this.consumers;
    return { name: this.name, isUsed: isUsed(this), consumers: this.consumers.delivery().consumers, isFilled, isShared: false };
  }

  /** Each server has every task on its disk, and Raft's log beside them: tasks alone must fit in any case. */
  private inRoom(): QueueInRoom {
    const { storageGiB, deadLettersKept, maxTaskBytes } = this.current();
    return {
      queue: { name: this.name, maxLength: this.consumers.delivery().maxLength, deadLettersKept, maxTaskBytes },
      beside: [],
      roomGiB: storageGiB,
      room: 'the disk of each server',
      grownBy: { prop: 'storageGiB', share: 1 },
    };
  }

  private register(): void {
    SynthesisRegistry.of(this).register(this, {
      cluster: this.cluster,
      findings: () => this.findings(),
      plan: () => ({ queues: [queuePlan(this, { kind: 'rabbitmq', ...queueTold(this.spec) }, this.consumers)] }),
      changeable: {
        kind: 'queue',
        name: this.workload.name,
        changed: (changes) => changedProps(rabbitMqQueueSchema, this.spec, changes),
      },
    });
  }

  private findings(): Finding[] {
    const { workload, spec, node, cluster } = this;
    const held = {
      holds: `RabbitMQ ${workload.namespace.name}/${workload.name}`,
      fixed: ['storageClass', 'name', 'or namespace'],
      deletionProtection: this.current().deletionProtection,
    };
    const name = workloadNameFindings(workload.name, {
      becomes: 'a broker and its Service',
      example: "TaskQueue.rabbitMq(stack, 'tasks', …)",
      isGiven: spec.name !== undefined,
      max: MAX_NAME,
    });
    return [
      ...unusedFindings(this, 'consumes'),
      ...name,
      ...this.readers.findings(this.credential('password').name),
      ...evaluateRules(DELIVERY_RULES, this.consumers.delivery()),
      ...evaluateRules(USED_QUEUE_RULES, this.used()),
      ...evaluateRules(QUEUE_ROOM_RULES, this.inRoom()),
      ...evaluateRules(HELD_STATE_RULES, held, { environment: cluster.environment }),
      ...volumeFindings(cluster, this.current().storageClass),
    ].map((finding) => place(node.path, finding));
  }

  /** The spec as it is, or as a repair under trial would make it. */
  private current(): RabbitMqQueueSpec {
    return SynthesisRegistry.of(this).specOf(this, this.spec);
  }
}

checkMethods(RabbitMqQueue, QUEUE_ARGUMENTS);
