import { Construct } from 'constructs';
import { changedProps } from '../../core/apply-changes';
import { brand, hasBrand } from '../../core/brand';
import { evaluateRules } from '../../core/evaluate-rules';
import { type Finding, place } from '../../core/finding';
import { checkMethods } from '../../core/method-arguments';
import { parseProps } from '../../core/schema';
import { SecretRef } from '../../core/secret-ref';
import type { Cluster } from '../../platform/cluster';
import { OpenedOperators } from '../../platform/opened-operators';
import { givenPartFindings } from '../../platform/parts/given-parts';
import { PodImages } from '../../platform/pod-images';
import { settleWorkload } from '../../platform/settle-workload';
import { allowFromNamespace } from '../../security/network-edges';
import type { DataPlace, DataSender } from '../../security/residency/data-place';
import { SENDER_ARGUMENT } from '../../security/residency/sender-argument';
import { servicePlace } from '../../security/residency/service-place';
import { startAfter } from '../../security/start-after';
import { isUsed, markUsed, unusedFindings } from '../../security/used-service';
import type { Volume } from '../../security/volume';
import type { IReachable, Workload } from '../../security/workload';
import { CLIENT_ARGUMENT } from '../../security/workload-argument';
import { workloadNameFindings } from '../../security/workload-name';
import type { ISessionStore } from '../../stores/contract';
import { loginAt } from '../../stores/redis-env';
import { SESSION_DATA_SHARE } from '../../stores/session-store-props';
import { constructId } from '../../terraform/construct-id';
import type { TerraformStack } from '../../terraform/engine';
import { stackOf } from '../../terraform/stack-of';
import type { Startable, Waiting } from '../../terraform/startable';
import { SynthesisRegistry } from '../../terraform/synthesis-registry';
import { Consumers } from '../consumers';
import type { Delivery, DepthTrigger, ITaskQueue, ObservedTasks, QueueConsumer } from '../contract';
import { QUEUE_ARGUMENTS } from '../queue-arguments';
import { queueEnv } from '../queue-env';
import { queuePlan, queueTold } from '../queue-plan';
import { type HeldQueue, holdStream, streamsBeside } from '../queue-room';
import { DELIVERY_RULES, QUEUE_ROOM_RULES, STREAM_STORE_RULES, USED_QUEUE_RULES } from '../rules';
import type { UsedQueue } from '../rules/queue-consumed';
import type { QueueInRoom } from '../rules/queue-fits-store';
import { renderKeeper } from './keeper';
import { type RedisStreamQueueProps, type RedisStreamQueueSpec, redisStreamQueueSchema } from './redis-stream-props';

/**
 * A stream of a Valkey or Redis, with a consumer group, dead letters and a keeper that looks after both. `TaskQueue.redisStream(…)` makes one.
 */
export class RedisStreamQueue extends Construct implements ITaskQueue {
  /** Recognises a queue by its brand, so that two copies of the library agree. */
  static isRedisStreamQueue(value: unknown): value is RedisStreamQueue {
    return hasBrand(value, 'RedisStreamQueue');
  }

  readonly kind = 'task-queue';
  readonly cluster: Cluster;
  readonly stack: TerraformStack;
  /** Key of the stream. */
  readonly name: string;
  /** Key of the stream with the dead letters: in the hash slot of the stream, so that a clustered server takes both in one script. */
  readonly deadLetters: string;
  readonly host: string;
  readonly port: number;
  /** The keeper. */
  readonly workload: Workload;
  /** What the user asked for, with defaults. */
  readonly spec: RedisStreamQueueSpec;
  private readonly store: ISessionStore;
  private readonly consumers: Consumers;
  private readonly keeper: Waiting;

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(scope: Construct, id: string, props: RedisStreamQueueProps) {
    super(scope, constructId(scope, id, 'TaskQueue.redisStream'));
    brand(this, 'RedisStreamQueue');
    this.spec = parseProps(redisStreamQueueSchema, props, { path: this.node.path, className: 'TaskQueue.redisStream' });
    this.stack = stackOf(scope, id, 'TaskQueue.redisStream');
    const { cluster, store, name, namespace, stream, cpuNodePools } = this.spec;
    this.cluster = cluster;
    this.store = store;
    this.workload = settleWorkload(this, { stack: this.stack, cluster, component: 'task-queue', name, namespace, cpuNodePools });
    this.name = stream ?? this.workload.name;
    this.deadLetters = `{${this.name}}:dead`;
    this.host = store.host;
    this.port = store.port;
    this.consumers = new Consumers(() => this.current());
    this.keeper = this.render();
    this.openNetwork();
    this.register();
  }

  /** Certificates by which clients check the store. */
  get volumes(): readonly Volume[] {
    return this.store.volumes ?? [];
  }

  /** The keeper, and the store in which the tasks lie. */
  get resources(): readonly Startable[] {
    return [this.keeper, ...(this.store.resources ?? [])];
  }

  clientEnv(client: Workload): Readonly<Record<string, string | SecretRef>> {
    const { group, maxAttempts, maxTaskBytes, variables } = this.spec;
    const { visibilitySeconds, maxLength } = this.consumers;
    const told = { kind: 'redis-streams', name: this.name, group, deadLetters: this.deadLetters, maxAttempts, maxTaskBytes } as const;
    return queueEnv(variables, addressOf(this.store.clientEnv(client), variables), { ...told, visibilitySeconds, maxLength });
  }

  /** Tasks lie in the store. */
  dataPlace(sender: DataSender): DataPlace {
    return servicePlace(this.store, sender);
  }

  admit(client: Workload): void {
    this.consumers.admit(client);
    markUsed(this);
    this.store.admit(client, { keys: this.keys });
  }

  /** The keeper trims what is done, so the length is what waits or is worked on; the lag would leave out the latter, and workers would be stopped in it. */
  depth(tasksPerWorker: number): DepthTrigger {
    const { tls, caBundle } = this.store;
    const { username, password } = loginAt(this.store, this.workload);
    return {
      type: 'redis-streams',
      metadata: {
        address: `${this.host}:${this.port}`,
        stream: this.name,
        streamLength: String(tasksPerWorker),
        ...(tls ? { enableTLS: 'true' } : {}),
        ...(username === undefined ? {} : { username }),
      },
      ...(password === undefined ? {} : { secrets: { password } }),
      ...(caBundle === undefined ? {} : { caBundle }),
    };
  }

  consumedBy(consumer: QueueConsumer): void {
    this.consumers.add(consumer);
  }

  delivery(): Delivery {
    return this.consumers.delivery();
  }

  /** Where the store says nothing of its streams, the keeper alone writes dead letters into its log. */
  get observed(): ObservedTasks {
    const { observed: store } = this.store;
    const dead = store === undefined ? null : { scraped: store.scraped, series: store.lengthOf(this.deadLetters) };
    return { name: this.name, mostTasks: () => this.consumers.delivery().maxLength, dead, store };
  }

  /** Its own keys, and those that a program keeps beside them in the same hash slot, e.g. results. */
  private get keys(): readonly string[] {
    return [this.name, `{${this.name}}:*`];
  }

  private render(): Waiting {
    const { workload, store, cluster, spec, consumers } = this;
    return renderKeeper({
      scope: this,
      name: workload.name,
      partOf: this.stack.node.id,
      workload,
      images: new PodImages(cluster, workload),
      store: { host: store.host, port: store.port, tls: store.tls, caFile: store.caBundle?.file, login: loginAt(store, workload) },
      volumes: this.volumes,
      settings: {
        STREAM: this.name,
        DEAD_LETTERS: this.deadLetters,
        GROUP: spec.group,
        VISIBILITY_SECONDS: consumers.visibilitySeconds,
        MAX_ATTEMPTS: String(spec.maxAttempts),
        DEAD_LETTERS_KEPT: String(spec.deadLettersKept),
      },
    });
  }

  private openNetwork(): void {
    this.store.admit(this.workload, { keys: this.keys, streams: [this.name, this.deadLetters] });
    startAfter(this.keeper, this.workload, [this.store]);
    if (!isReachable(this.store)) return;
    const { kedaNamespace: namespace } = this.spec;
    OpenedOperators.of(this).add({
      operator: 'keda',
      namespace,
      prop: 'kedaNamespace',
      construct: this,
      cluster: this.cluster.identity.key,
    });
    allowFromNamespace(this.store.workload, namespace, this.port);
  }

  private findings(): Finding[] {
    const { workload, store, node } = this;
    const name = workloadNameFindings(workload.name, {
      becomes: 'a Deployment',
      example: "TaskQueue.redisStream(stack, 'tasks', …)",
      isGiven: this.spec.name !== undefined,
    });
    return [
      ...unusedFindings(this, 'consumes'),
      ...givenPartFindings('queue', this, [['store', store]]),
      ...name,
      ...evaluateRules(DELIVERY_RULES, this.consumers.delivery()),
      ...evaluateRules(USED_QUEUE_RULES, this.used()),
      ...evaluateRules(QUEUE_ROOM_RULES, this.inRoom()),
      ...evaluateRules(STREAM_STORE_RULES, { store: store.host, eviction: evictionOf(store) }),
    ].map((finding) => place(node.path, finding));
  }

  /** A store that somebody else runs has clients that nobody here knows. */
  private used(): UsedQueue {
    const { isFilled } = this.consumers;
    const isShared = !isReachable(this.store);
    return { name: this.name, isUsed: isUsed(this), consumers: this.consumers.delivery().consumers, isFilled, isShared };
  }

  private inRoom(): QueueInRoom {
    const { store, node } = this;
    return {
      queue: this.held(),
      beside: streamsBeside(store, node.path),
      roomGiB: roomOf(store),
      room: `the memory of ${store.host}`,
      grownBy: { prop: 'memoryGiB of the store', share: SESSION_DATA_SHARE },
    };
  }

  private held(): HeldQueue {
    const { deadLettersKept, maxTaskBytes } = this.current();
    return { name: this.name, maxLength: this.consumers.delivery().maxLength, deadLettersKept, maxTaskBytes };
  }

  private register(): void {
    holdStream(this.store, this.node.path, () => this.held());
    const registry = SynthesisRegistry.of(this);
    registry.names.reserve(`stream of ${this.host}:${this.port}`, this.name, this, { prop: 'stream' });
    registry.register(this, {
      cluster: this.cluster,
      findings: () => this.findings(),
      plan: () => ({ queues: [queuePlan(this, { kind: 'redis-streams', ...queueTold(this.spec) }, this.consumers)] }),
      changeable: {
        kind: 'queue',
        name: this.workload.name,
        changed: (changes) => changedProps(redisStreamQueueSchema, this.spec, changes),
      },
    });
  }

  /** The spec as it is, or as a repair under trial would make it. */
  private current(): RedisStreamQueueSpec {
    return SynthesisRegistry.of(this).specOf(this, this.spec);
  }
}

/** `REDIS_HOST` of the store is `TASK_QUEUE_HOST` of the queue, also where one variable refers to another. */
function addressOf(env: Readonly<Record<string, string | SecretRef>>, prefix: string): Record<string, string | SecretRef> {
  const renamed = (text: string) => text.replaceAll('$(REDIS_', `$(${prefix}_`);
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      name.replace(/^REDIS_/, '').replace(/^URI$/, 'URL'),
      SecretRef.isSecretRef(value) ? value : renamed(value),
    ]),
  );
}

const isReachable = (store: ISessionStore): store is ISessionStore & IReachable =>
  'workload' in store && typeof store.workload === 'object' && store.workload !== null;

/** Stores of this library say what they drop; others are judged by whoever runs them. */
function evictionOf(store: ISessionStore): string | undefined {
  const { spec } = store as { readonly spec?: { readonly eviction?: unknown } };
  return typeof spec?.eviction === 'string' ? spec.eviction : undefined;
}

/** GiB of data that a store of this library takes. */
function roomOf(store: ISessionStore): number | undefined {
  const { spec } = store as { readonly spec?: { readonly memoryGiB?: unknown } };
  return typeof spec?.memoryGiB === 'number' ? spec.memoryGiB * SESSION_DATA_SHARE : undefined;
}

checkMethods(RedisStreamQueue, { ...QUEUE_ARGUMENTS, clientEnv: CLIENT_ARGUMENT, dataPlace: SENDER_ARGUMENT });
