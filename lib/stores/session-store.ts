import { Construct } from 'constructs';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place, type UnplacedFinding } from '../core/finding';
import { dnsSubdomainOf } from '../core/kubernetes/dns-subdomain';
import { checkMethods, optional } from '../core/method-arguments';
import { parseProps } from '../core/schema';
import { SecretRef } from '../core/secret-ref';
import type { Cluster } from '../platform/cluster';
import { clusterPlace } from '../platform/cluster-place';
import { volumeFindings } from '../platform/held-volume';
import { PodImages } from '../platform/pod-images';
import { settleWorkload } from '../platform/settle-workload';
import type { CaBundle } from '../security/ca-bundle';
import { drawnBy, provideSecret } from '../security/generated-secrets';
import { allowFromPrometheus, connect } from '../security/network-edges';
import type { DataPlace } from '../security/residency/data-place';
import { HELD_STATE_RULES } from '../security/rules';
import type { IScraped } from '../security/scraped';
import { SecretReaders } from '../security/secret-readers';
import { unusedFindings } from '../security/used-service';
import type { Volume } from '../security/volume';
import { type IReachable, serviceHost, type Workload } from '../security/workload';
import { CLIENT_ARGUMENT } from '../security/workload-argument';
import { workloadNameFindings } from '../security/workload-name';
import { constructId } from '../terraform/construct-id';
import type { TerraformStack } from '../terraform/engine';
import { stackOf } from '../terraform/stack-of';
import type { Startable } from '../terraform/startable';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import type { ISessionStore, ObservedStore, SessionUse } from './contract';
import { ExistingSessionStore } from './existing-session-store';
import { redisEnv } from './redis-env';
import { registerStore } from './register-store';
import { SESSION_CLIENT_RULES, SESSION_STORE_RULES } from './rules';
import { type ExistingSessionStoreProps, type SessionStoreProps, type SessionStoreSpec, sessionStoreSchema } from './session-store-props';
import { renderSessionStore, type SessionStoreObjects, VALKEY_PORT } from './session-store-resources';
import { SessionUsers } from './session-users';
import { authorityOf, issuedSecret } from './store-certificate';
import { METRICS_PATH, METRICS_PORT, METRICS_PORT_NAME, observedBy } from './store-metrics';
import { claimName, HEADLESS_SUFFIX } from './store-objects';
import { USE_ARGUMENT } from './use-argument';

/**
 * Short-term memory of agents and shared counters of routers: one Valkey server with a log on disk, and a user for each client: agents can neither reach what
 * routers count nor drop what others keep. One replica on purpose: a restart replays the log within seconds, and a failover would lose acknowledged writes. A
 * client that comes or goes restarts it.
 *
 * @example
 * const sessions = new SessionStore(stack, 'sessions', { cluster, memoryGiB: 4 });
 */
export class SessionStore extends Construct implements ISessionStore, IReachable, IScraped {
  /**
   * A Redis or Valkey server that exists already, e.g. a managed one.
   * @throws FleetSpecError when a prop is malformed.
   */
  static fromExisting(props: ExistingSessionStoreProps): ISessionStore {
    return new ExistingSessionStore(props);
  }

  readonly kind = 'session-store';
  readonly metricsPortName = METRICS_PORT_NAME;
  readonly metricsPath = METRICS_PATH;
  readonly port = VALKEY_PORT;
  readonly cluster: Cluster;
  readonly stack: TerraformStack;
  /** Name of the StatefulSet and the Service. */
  readonly name: string;
  readonly host: string;
  readonly workload: Workload;
  readonly password: SecretRef;
  /** What the user asked for, with defaults. */
  readonly spec: SessionStoreSpec;
  private readonly users: SessionUsers;
  private readonly objects: SessionStoreObjects;
  /** Of each drawn password, and of an issued certificate. */
  private readonly readers = new Map<string, SecretReaders>();

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(scope: Construct, id: string, props: SessionStoreProps) {
    super(scope, constructId(scope, id, 'SessionStore'));
    this.spec = parseProps(sessionStoreSchema, props, { path: this.node.path, className: 'SessionStore' });
    this.stack = stackOf(scope, id, 'SessionStore');
    this.cluster = this.spec.cluster;
    this.name = this.spec.name ?? id;
    this.workload = settleWorkload(this, {
      stack: this.stack,
      cluster: this.cluster,
      component: 'session-store',
      name: this.spec.name,
      namespace: this.spec.namespace,
      cpuNodePools: this.spec.cpuNodePools,
    });
    this.host = serviceHost(this.name, this.workload.namespace.name);
    this.password = this.spec.password ?? SecretRef.generated(`${dnsSubdomainOf(this.name)}-auth`);
    this.users = new SessionUsers(this.name, this.spec.clients);

    const metricsPassword = this.spec.metricsPassword ?? SecretRef.generated(dnsSubdomainOf(`${this.name}-metrics`));
    for (const ref of [this.password, metricsPassword]) provideSecret(this.stack, this.workload.namespace, ref, { owner: this });
    const { name, workload, spec, password, cluster, host } = this;
    const images = new PodImages(cluster, workload);
    const [users, streams] = [() => this.users.all(), () => this.users.streams()];
    const pod = { name, workload, spec, password, metricsPassword, users, streams, images };
    this.objects = renderSessionStore({ scope: this, stack: this.stack, host, ...pod });
    allowFromPrometheus(workload, cluster, METRICS_PORT);
    this.workload.namespace.holdData(this.spec.deletionProtection);
    registerStore(this, sessionStoreSchema, { findings: () => this.findings() });
  }

  clientEnv(client: Workload): Readonly<Record<string, string | SecretRef>> {
    const { host, port, tls, caBundle } = this;
    const { username, password, database } = this.users.of(client);
    return redisEnv({ host, port, tls, caBundle, username, password, database });
  }

  keysOf(client: Workload): readonly string[] {
    return this.users.of(client).keys;
  }

  get tls(): boolean {
    return this.spec.tls !== undefined;
  }

  get caBundle(): CaBundle | undefined {
    return this.spec.tls === undefined ? undefined : authorityOf(this.spec.tls, this.name);
  }

  /** Certificates by which clients check the server. */
  get volumes(): readonly Volume[] {
    return this.caBundle === undefined ? [] : [this.caBundle.volume];
  }

  /** The server, and what draws the passwords of its clients. */
  get resources(): readonly Startable[] {
    return [...this.objects.resources, ...drawnBy(this.stack, this.workload.namespace)];
  }

  get observed(): ObservedStore {
    return observedBy(this, this.spec.tls?.issuer === undefined ? undefined : issuedSecret(this.name));
  }

  dataPlace(): DataPlace {
    return clusterPlace('session store', this.node.path, this.cluster);
  }

  /** Opens the network from a client to the store, and makes it a user. */
  admit(client: Workload, use: SessionUse = {}): void {
    connect(client, this);
    const isNew = this.users.admit(client, use);
    const { password } = this.users.of(client);
    if (password.origin === 'generated') this.readersOf(password.name).add(client);
    if (this.spec.tls?.issuer !== undefined) this.readersOf(issuedSecret(this.name)).add(client);
    if (!isNew) return;
    provideSecret(this.stack, this.workload.namespace, password, { owner: this });
    // Its password is a variable of the pod.
    this.objects.renderPod();
  }

  private readersOf(name: string): SecretReaders {
    const known = this.readers.get(name) ?? new SecretReaders(this.node.path, this.workload.namespace);
    this.readers.set(name, known);
    return known;
  }

  private findings(): Finding[] {
    const unused = unusedFindings(this, 'sessionStore');
    const readers = [...this.readers].flatMap(([secret, those]) => those.findings(secret));
    const clients = evaluateRules(SESSION_CLIENT_RULES, {
      given: this.spec.clients,
      clients: this.users.all().map(({ client }) => client),
    });
    const name = workloadNameFindings(this.name, {
      becomes: 'a StatefulSet and a Service',
      example: "new SessionStore(stack, 'sessions', …)",
      isGiven: this.spec.name !== undefined,
      max: 63 - Math.max(HEADLESS_SUFFIX.length, '-0'.length, '-1234567890'.length),
    });
    const volume = volumeFindings(this.cluster, this.current().storageClass);
    const disk = evaluateRules(SESSION_STORE_RULES, this.current());
    return [...unused, ...name, ...readers, ...clients, ...disk, ...volume, ...this.heldState()].map((finding) =>
      place(this.node.path, finding),
    );
  }

  private heldState(): UnplacedFinding[] {
    const held = {
      holds: `claim ${this.workload.namespace.name}/${claimName(this)}`,
      fixed: ['storageClass', 'name', 'namespace', 'or smaller storageGiB'],
      deletionProtection: this.current().deletionProtection,
    };
    return evaluateRules(HELD_STATE_RULES, held, { environment: this.cluster.environment });
  }

  /** The spec as it is, or as a repair under trial would make it. */
  private current(): SessionStoreSpec {
    return SynthesisRegistry.of(this).specOf(this, this.spec);
  }
}

checkMethods(SessionStore, { admit: [...CLIENT_ARGUMENT, optional(USE_ARGUMENT)], clientEnv: CLIENT_ARGUMENT, keysOf: CLIENT_ARGUMENT });
