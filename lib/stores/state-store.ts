import { Construct } from 'constructs';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place, type UnplacedFinding } from '../core/finding';
import { dnsSubdomainOf } from '../core/kubernetes/dns-subdomain';
import { checkMethods, thingRule } from '../core/method-arguments';
import { parseProps } from '../core/schema';
import { SecretRef } from '../core/secret-ref';
import type { Cluster } from '../platform/cluster';
import { clusterPlace, clusterSender } from '../platform/cluster-place';
import { volumeFindings } from '../platform/held-volume';
import { OpenedOperators } from '../platform/opened-operators';
import { PodImages } from '../platform/pod-images';
import { settleWorkload } from '../platform/settle-workload';
import { allowFromNamespace, allowFromPrometheus, allowKubernetesApi, allowWithin, connect } from '../security/network-edges';
import { openedFamilies } from '../security/outside';
import type { DataPlace } from '../security/residency/data-place';
import { API_CALLER_RULES, HELD_STATE_RULES } from '../security/rules';
import type { IScraped } from '../security/scraped';
import { SecretReaders } from '../security/secret-readers';
import { markUsed, unusedFindings } from '../security/used-service';
import { type IReachable, serviceHost, type Workload } from '../security/workload';
import { CLIENT_ARGUMENT } from '../security/workload-argument';
import { workloadNameFindings } from '../security/workload-name';
import { hostFindings } from '../services/host-findings';
import { constructId } from '../terraform/construct-id';
import { CustomObjects } from '../terraform/custom-objects';
import type { TerraformStack } from '../terraform/engine';
import { stackOf } from '../terraform/stack-of';
import type { Startable } from '../terraform/startable';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import { checkHistory } from './archive-history';
import { archiveOf, writesArchive } from './archive-writers';
import type { IStateStore, ObservedPooler, ObservedStateStore } from './contract';
import { DatabaseUsers } from './database-users';
import { DirectStateStore } from './direct-state-store';
import { ExistingStateStore } from './existing-state-store';
import { postgresEnv, uriOf } from './postgres-env';
import { registerStore } from './register-store';
import { ARCHIVE_RULES, STATE_CONNECTION_RULES } from './rules';
import { StateConnections } from './state-connections';
import type { StateDatabaseProps } from './state-database-props';
import { StateDatabases } from './state-databases';
import { observedServers } from './state-metrics';
import { StatePgBouncer } from './state-pooler';
import { type ExistingStateStoreProps, type StateStoreProps, type StateStoreSpec, stateStoreSchema } from './state-store-props';
import { INSTANCE_MANAGER_PORT, METRICS_PORT, POSTGRES_PORT, renderStateStore } from './state-store-resources';
import { plannedVectors, type VectorHolder, vectorFindings } from './state-vectors';

/** The operator's webhook refuses longer names (cloudnative-pg 1.30, internal/webhook/v1/cluster_webhook.go). */
const MAX_CLUSTER_NAME = 50;

/**
 * Durable state and checkpoints: a Postgres cluster that the CloudNativePG operator runs, fails over and gives credentials.
 *
 * @example
 * const state = new StateStore(stack, 'state', { cluster, storageGiB: 50, vector: true });
 */
export class StateStore extends Construct implements IStateStore, IReachable, IScraped {
  /**
   * A Postgres that exists already, e.g. a managed one.
   * @throws FleetSpecError when a prop is malformed.
   */
  static fromExisting(props: ExistingStateStoreProps): IStateStore {
    return new ExistingStateStore(props);
  }

  readonly kind = 'state-store';
  readonly port = POSTGRES_PORT;
  /** Port name that the operator gives to the exporter of each server. */
  readonly metricsPortName = 'metrics';
  readonly metricsPath = '/metrics';
  readonly cluster: Cluster;
  readonly stack: TerraformStack;
  /** Name of the Postgres cluster; its Services are `<name>-rw`, `-ro` and `-r`. */
  readonly name: string;
  /** The Service that leads to the pooler, or always to the primary where there is none. */
  readonly host: string;
  readonly workload: Workload;
  readonly database: string;
  readonly user: SecretRef;
  readonly password: SecretRef;
  /** What the user asked for, with defaults. */
  readonly spec: StateStoreSpec;
  /** Pods of the pooler. */
  readonly pooler: (IScraped & IReachable & { readonly observed: ObservedPooler }) | undefined;
  private readonly readers: SecretReaders;
  private readonly connections = new StateConnections();
  private readonly databases = new StateDatabases(this, () => ({
    behindPooler: this.pooler === undefined ? undefined : this.servers,
    admit: (database, client) => this.letIn(database, client),
  }));

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(scope: Construct, id: string, props: StateStoreProps) {
    super(scope, constructId(scope, id, 'StateStore'));
    this.spec = parseProps(stateStoreSchema, props, { path: this.node.path, className: 'StateStore' });
    this.stack = stackOf(scope, id, 'StateStore');
    this.cluster = this.spec.cluster;
    this.name = this.spec.name ?? id;
    checkHistory(this.node.path, this.name, this.spec);
    const { name: named, namespace, cpuNodePools } = this.spec;
    const place = { stack: this.stack, cluster: this.cluster, name: named, namespace, cpuNodePools };
    this.workload = settleWorkload(this, { ...place, component: 'state-store', selector: { 'cnpg.io/cluster': this.name } });
    this.database = this.spec.database;
    this.user = this.credential('username');
    this.password = this.credential('password');
    this.readers = new SecretReaders(this.node.path, this.workload.namespace);

    const { stack, name, workload, spec, cluster } = this;
    const images = new PodImages(cluster, workload);
    renderStateStore({ scope: this, stack, name, workload, spec, images, databases: () => this.databases.list() });
    this.pooler = this.pooled(images);
    this.host = (this.pooler ?? this.servers).host;
    this.workload.namespace.holdData(this.spec.deletionProtection);
    this.openNetwork();
    writesArchive(this);
    registerStore(this, stateStoreSchema, {
      findings: () => [...this.findings(), ...this.databases.findings()],
      plan: () => ({ vectorStores: plannedVectors(this.vectorHolders(), { ...this.spec, name: this.name, path: this.node.path }) }),
    });
  }

  /**
   * A further database on the same servers, with a user of its own: for a router, for tracing, or for agents whose tables nobody else shall see. It is made when the
   * servers run, and stays in Postgres when it is no longer asked for.
   *
   * @param name name of the database and of its user
   * @throws FleetSpecError AF-SPEC-001 when the name or a prop is malformed, AF-SPEC-003 when the store has that database.
   *
   * @example
   * const router = new LiteLLMRouter(stack, 'router', { cluster, database: state.addDatabase('litellm') });
   */
  addDatabase(name: string, props: StateDatabaseProps = {}): IStateStore {
    return this.databases.add(name, props);
  }

  clientEnv(): Readonly<Record<string, string | SecretRef>> {
    return postgresEnv(this, { sslMode: 'require', uri: this.pooler === undefined ? this.credential('fqdn-uri') : uriOf(this) });
  }

  get observed(): ObservedStateStore {
    return observedServers(this, this.spec, this.pooler?.observed);
  }

  /** The same database past the pooler; undefined where there is none. */
  get direct(): IStateStore | undefined {
    if (this.pooler === undefined) return undefined;
    return new DirectStateStore(this, this.servers, this.credential('fqdn-uri'), (client) => this.readers.add(client));
  }

  /** The primary, wherever it is. */
  private get servers(): IReachable {
    const { workload, name } = this;
    return { workload, port: POSTGRES_PORT, host: serviceHost(`${name}-rw`, workload.namespace.name) };
  }

  /** What brings the Postgres cluster. */
  get resources(): readonly Startable[] {
    return [CustomObjects.of(this.stack, this.workload.namespace).resource];
  }

  /** Its backups are where its data goes on to. */
  dataPlace(): DataPlace {
    const { backups } = this.spec;
    const own = clusterPlace('state store', this.node.path, this.cluster);
    if (backups === undefined) return own;
    return { ...own, onward: () => [{ how: 'is backed up to', to: backups.to.dataPlace(clusterSender(this.cluster)) }] };
  }

  admit(client: Workload): void {
    this.readers.add(client);
    markUsed(this);
    this.letIn(this, client);
  }

  expectConnections(client: Workload, connections: () => number): void {
    this.connections.expect(client, connections);
  }

  /** To one of its databases: the servers, their connections and the way to them are the same. */
  private letIn(database: IStateStore, client: Workload): void {
    DatabaseUsers.of(this).add(database, client);
    this.connections.admit(client);
    connect(client, this.pooler ?? this);
  }

  private pooled(images: PodImages): StatePgBouncer | undefined {
    const { stack, name, cluster, servers } = this;
    const { pooler: spec, maxConnections } = this.spec;
    if (spec === undefined) return undefined;
    const { apiServerCidrs } = cluster;
    return new StatePgBouncer({ scope: this, stack, servers, name, spec, maxConnections, images, prometheus: cluster, apiServerCidrs });
  }

  /** The operator makes the Secret `<name>-app` for the owner of the database. */
  private credential(key: 'username' | 'password' | 'fqdn-uri'): SecretRef {
    return SecretRef.existing(`${dnsSubdomainOf(this.name)}-app`, key);
  }

  /** Source of the edges: CloudNativePG 1.30, docs/src/networking.md and docs/src/samples/networkpolicy-example.yaml. */
  private openNetwork(): void {
    allowWithin(this.workload, [POSTGRES_PORT, INSTANCE_MANAGER_PORT]);
    const { operatorNamespace: namespace } = this.spec;
    OpenedOperators.of(this).add({
      operator: 'postgres-operator',
      namespace,
      prop: 'operatorNamespace',
      construct: this,
      cluster: this.cluster.identity.key,
    });
    allowFromNamespace(this.workload, namespace, INSTANCE_MANAGER_PORT);
    allowFromNamespace(this.workload, namespace, POSTGRES_PORT);
    allowFromPrometheus(this.workload, this.cluster, METRICS_PORT);
    allowKubernetesApi(this.workload, this.cluster.apiServerCidrs);
    for (const archive of [this.spec.backups, this.spec.recovery]) archive?.to.admit(this.workload);
  }

  private heldState(): UnplacedFinding[] {
    const held = {
      holds: `Postgres cluster ${this.workload.namespace.name}/${this.name}`,
      fixed: ['storageClass', 'database', 'recovery', 'name', 'or namespace'],
      deletionProtection: SynthesisRegistry.of(this).specOf(this, this.spec).deletionProtection,
    };
    const volume = volumeFindings(this.cluster, this.spec.storageClass);
    return [...volume, ...evaluateRules(HELD_STATE_RULES, held, { environment: this.cluster.environment })];
  }

  /** Databases that may hold vectors beside the state. */
  private vectorHolders({ vector } = this.spec): VectorHolder[] {
    return [
      { holder: this, name: this.name, vector },
      ...this.databases.list().map((further) => ({ holder: further, name: further.database, vector: further.vector })),
    ];
  }

  private vectorFindings(): UnplacedFinding[] {
    const spec = SynthesisRegistry.of(this).specOf(this, this.spec);
    return vectorFindings(this.vectorHolders(spec), spec);
  }

  private connectionFindings(): UnplacedFinding[] {
    return evaluateRules(STATE_CONNECTION_RULES, this.connections.view(this.name, SynthesisRegistry.of(this).specOf(this, this.spec)));
  }

  private archiveHosts(): UnplacedFinding[] {
    const { backups, recovery } = SynthesisRegistry.of(this).specOf(this, this.spec);
    const client = { opened: openedFamilies(this.workload), environment: this.cluster.environment };
    return [...hostFindings('backups.to', backups?.to, client), ...hostFindings('recovery.to', recovery?.to, client)];
  }

  private apiCaller(): UnplacedFinding[] {
    const who = `Postgres cluster ${this.workload.namespace.name}/${this.name}`;
    return evaluateRules(API_CALLER_RULES, { who, apiServerCidrs: this.cluster.apiServerCidrs });
  }

  private findings(): Finding[] {
    const unused = unusedFindings(this, 'stateStore');
    const name = workloadNameFindings(this.name, {
      becomes: 'a Postgres cluster',
      example: "new StateStore(stack, 'state', …)",
      isGiven: this.spec.name !== undefined,
      max: MAX_CLUSTER_NAME,
    });
    return [
      ...unused,
      ...name,
      ...this.readers.findings(this.password.name),
      ...this.heldState(),
      ...this.vectorFindings(),
      ...this.connectionFindings(),
      ...evaluateRules(ARCHIVE_RULES, archiveOf(this)),
      ...this.archiveHosts(),
      ...this.apiCaller(),
    ].map((finding) => place(this.node.path, finding));
  }
}

checkMethods(StateStore, {
  admit: CLIENT_ARGUMENT,
  expectConnections: [...CLIENT_ARGUMENT, thingRule('connections', (value) => typeof value === 'function', 'a function', '() => 40')],
});
