/** A further database of a state store: the same servers, a user of its own, and nothing of what the other databases keep. */
import { Construct } from 'constructs';
import { type Finding, place, type UnplacedFinding } from '../core/finding';
import { dnsSubdomainOf } from '../core/kubernetes/dns-subdomain';
import { checkMethods, thingRule } from '../core/method-arguments';
import { SecretRef } from '../core/secret-ref';
import { provideSecret } from '../security/generated-secrets';
import { objectLabels } from '../security/labels';
import type { DataPlace } from '../security/residency/data-place';
import { SecretReaders } from '../security/secret-readers';
import { markUsed, unusedFindings } from '../security/used-service';
import type { IReachable, Workload } from '../security/workload';
import { CLIENT_ARGUMENT } from '../security/workload-argument';
import { constructId } from '../terraform/construct-id';
import type { CustomObject } from '../terraform/custom-objects';
import type { TerraformStack } from '../terraform/engine';
import type { Startable } from '../terraform/startable';
import type { IStateStore, ObservedStateStore } from './contract';
import { DirectStateStore } from './direct-state-store';
import { postgresEnv, uriOf } from './postgres-env';
import { PASSWORD_KEY, type StateDatabaseSpec } from './state-database-props';

/** The state store whose servers it is on. */
export interface DatabaseServer extends Construct {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly stack: TerraformStack;
  readonly workload: Workload;
  readonly resources: readonly Startable[];
  readonly observed: ObservedStateStore;
  dataPlace(): DataPlace;
  expectConnections(client: Workload, connections: () => number): void;
}

/** What the store does for one of its databases. */
export interface DatabaseTies {
  /** The servers past the pooler; undefined where there is none. */
  readonly behindPooler: IReachable | undefined;
  admit(database: IStateStore, client: Workload): void;
}

/** Found by the operator, which then sets the password (CloudNativePG 1.30, docs/src/labels_annotations.md). */
const RELOADED = { 'cnpg.io/reload': 'true' };

export class StateDatabase extends Construct implements IStateStore {
  readonly kind = 'state-store';
  readonly database: string;
  readonly user: string;
  readonly password: SecretRef;
  readonly vector: boolean;
  private readonly readers: SecretReaders;

  constructor(
    private readonly server: DatabaseServer,
    spec: StateDatabaseSpec,
    private readonly ties: DatabaseTies,
  ) {
    super(server, constructId(server, `database-${spec.name}`, 'StateStore.addDatabase'));
    this.database = spec.name;
    this.user = spec.name;
    this.vector = spec.vector;
    this.password = spec.password ?? SecretRef.generated(this.objectName, PASSWORD_KEY);
    const { namespace } = server.workload;
    this.readers = new SecretReaders(this.node.path, namespace);
    provideSecret(server.stack, namespace, this.password, { owner: this, beside: { username: this.user }, labels: RELOADED });
  }

  get host(): string {
    return this.server.host;
  }

  get port(): number {
    return this.server.port;
  }

  get resources(): readonly Startable[] {
    return this.server.resources;
  }

  get observed(): ObservedStateStore {
    return this.server.observed;
  }

  /** The same database past the pooler; undefined where there is none. */
  get direct(): IStateStore | undefined {
    const { behindPooler } = this.ties;
    if (behindPooler === undefined) return undefined;
    return new DirectStateStore(this, behindPooler, this.uriAt(behindPooler), (client) => this.readBy(client));
  }

  clientEnv(): Readonly<Record<string, string | SecretRef>> {
    return postgresEnv(this, { sslMode: 'require', uri: this.uriAt(this) });
  }

  dataPlace(): DataPlace {
    return this.server.dataPlace();
  }

  admit(client: Workload): void {
    this.readBy(client);
    markUsed(this);
    this.ties.admit(this, client);
  }

  expectConnections(client: Workload, connections: () => number): void {
    this.server.expectConnections(client, connections);
  }

  /** The user as the operator makes it. One that is no longer asked for stays, as its database does. */
  role() {
    return { name: this.user, ensure: 'present', login: true, passwordSecret: { name: this.password.name } };
  }

  /** The database as the operator makes it. */
  object(): CustomObject {
    const { name: server, stack, workload } = this.server;
    const labels = objectLabels(server, 'state-store', stack.node.id, workload);
    return {
      apiVersion: 'postgresql.cnpg.io/v1',
      kind: 'Database',
      metadata: { name: this.objectName, namespace: workload.namespace.name, labels },
      spec: {
        cluster: { name: server },
        name: this.database,
        owner: this.user,
        databaseReclaimPolicy: 'retain',
        ...(this.vector ? { extensions: [{ name: 'vector' }] } : {}),
      },
    };
  }

  findings(): Finding[] {
    const readers: UnplacedFinding[] = this.readers.findings(this.password.name);
    return [...unusedFindings(this, 'stateStore'), ...readers.map((finding) => place(this.node.path, finding))];
  }

  /** Of the database and of its Secret; no name that the operator gives to something of the cluster. */
  private get objectName(): string {
    return dnsSubdomainOf(`${this.server.name}-database-${this.database}`);
  }

  /** A Secret of yours may be in several namespaces. */
  private readBy(client: Workload): void {
    if (this.isDrawn) this.readers.add(client);
  }

  private get isDrawn(): boolean {
    return this.password.origin === 'generated';
  }

  /** What is drawn needs no escaping; of a password of somebody else nobody knows. */
  private uriAt({ host, port }: { readonly host: string; readonly port: number }): string | undefined {
    return this.isDrawn ? uriOf({ host, port, database: this.database }) : undefined;
  }
}

checkMethods(StateDatabase, {
  admit: CLIENT_ARGUMENT,
  expectConnections: [...CLIENT_ARGUMENT, thingRule('connections', (value) => typeof value === 'function', 'a function', '() => 40')],
});
