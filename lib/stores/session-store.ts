import { Construct } from 'constructs';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place, type UnplacedFinding } from '../core/finding';
import { dnsSubdomainOf } from '../core/kubernetes/dns-subdomain';
import { checkMethods } from '../core/method-arguments';
import { parseProps } from '../core/schema';
import { SecretRef } from '../core/secret-ref';
import type { Cluster } from '../platform/cluster';
import { clusterPlace } from '../platform/cluster-place';
import { PodImages } from '../platform/pod-images';
import { settleWorkload } from '../platform/settle-workload';
import { provideSecret } from '../security/generated-secrets';
import { connect } from '../security/network-edges';
import type { DataPlace } from '../security/residency/data-place';
import { HELD_STATE_RULES } from '../security/rules';
import { SecretReaders } from '../security/secret-readers';
import { unusedFindings } from '../security/used-service';
import { type IReachable, serviceHost, type Workload } from '../security/workload';
import { CLIENT_ARGUMENT } from '../security/workload-argument';
import { workloadNameFindings } from '../security/workload-name';
import { constructId } from '../terraform/construct-id';
import type { TerraformStack } from '../terraform/engine';
import { stackOf } from '../terraform/stack-of';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import type { ISessionStore } from './contract';
import { ExistingSessionStore } from './existing-session-store';
import { redisEnv } from './redis-env';
import { registerStore } from './register-store';
import { SESSION_STORE_RULES } from './rules';
import { type ExistingSessionStoreProps, type SessionStoreProps, type SessionStoreSpec, sessionStoreSchema } from './session-store-props';
import { renderSessionStore, VALKEY_PORT } from './session-store-resources';
import { claimName, HEADLESS_SUFFIX } from './store-objects';

/**
 * Short-term memory of agents and shared counters of routers: one Valkey server with a password and a log on disk. One replica
 * on purpose: a restart replays the log within seconds, and a failover would lose acknowledged writes.
 *
 * @example
 * const sessions = new SessionStore(stack, 'sessions', { cluster, memoryGiB: 4 });
 */
export class SessionStore extends Construct implements ISessionStore, IReachable {
  /**
   * A Redis or Valkey server that exists already, e.g. a managed one.
   * @throws FleetSpecError when a prop is malformed.
   */
  static fromExisting(props: ExistingSessionStoreProps): ISessionStore {
    return new ExistingSessionStore(props);
  }

  readonly kind = 'session-store';
  readonly tls = false;
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
  private readonly readers: SecretReaders;

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
    });
    this.host = serviceHost(this.name, this.workload.namespace.name);
    this.password = this.spec.password ?? SecretRef.generated(`${dnsSubdomainOf(this.name)}-auth`);
    this.readers = new SecretReaders(this.node.path, this.workload.namespace);

    provideSecret(this.stack, this.workload.namespace, this.password, { owner: this });
    const { name, workload, spec, password, cluster } = this;
    const images = new PodImages(cluster, workload);
    renderSessionStore({ scope: this, partOf: this.stack.node.id, name, workload, spec, password, images });
    if (this.spec.deletionProtection) this.workload.namespace.protect();
    registerStore(this, sessionStoreSchema, { findings: () => this.findings() });
  }

  clientEnv(): Readonly<Record<string, string | SecretRef>> {
    return redisEnv(this);
  }

  dataPlace(): DataPlace {
    return clusterPlace('session store', this.node.path, this.cluster);
  }

  admit(client: Workload): void {
    this.readers.add(client);
    connect(client, this);
  }

  private findings(): Finding[] {
    const unused = unusedFindings(this, 'sessionStore');
    const readers = this.password.origin === 'generated' ? this.readers.findings(this.password.name) : [];
    const name = workloadNameFindings(this.name, {
      becomes: 'a StatefulSet and a Service',
      example: "new SessionStore(stack, 'sessions', …)",
      isGiven: this.spec.name !== undefined,
      max: 63 - Math.max(HEADLESS_SUFFIX.length, '-0'.length, '-1234567890'.length),
    });
    return [...unused, ...name, ...readers, ...evaluateRules(SESSION_STORE_RULES, this.current()), ...this.heldState()].map((finding) =>
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

checkMethods(SessionStore, { admit: CLIENT_ARGUMENT });
