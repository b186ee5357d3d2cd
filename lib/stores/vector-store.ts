import { Construct } from 'constructs';
import { z } from 'zod';
import { checkArguments } from '../core/checked';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place, type UnplacedFinding } from '../core/finding';
import { dnsSubdomainOf } from '../core/kubernetes/dns-subdomain';
import { checkMethods } from '../core/method-arguments';
import { branded, parseProps } from '../core/schema';
import { SecretRef } from '../core/secret-ref';
import type { Cluster } from '../platform/cluster';
import { clusterPlace } from '../platform/cluster-place';
import { groupsOfClass, volumeFindings } from '../platform/held-volume';
import { PodImages } from '../platform/pod-images';
import { settleWorkload } from '../platform/settle-workload';
import { drawnBy, provideSecret } from '../security/generated-secrets';
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
import type { Startable } from '../terraform/startable';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import { type IStateStore, type IVectorStore, isStateStore, type ObservedVectorStore } from './contract';
import { ExistingVectorStore } from './existing-vector-store';
import { PgvectorStore } from './pgvector-store';
import { qdrantEnv } from './qdrant-env';
import { observedQdrant } from './qdrant-metrics';
import { QDRANT_PORT } from './qdrant-pod';
import { registerStore } from './register-store';
import { VECTOR_ROOM_RULES } from './rules';
import { claimName, HEADLESS_SUFFIX } from './store-objects';
import { qdrantNeed } from './vector-load';
import { qdrantRoom } from './vector-room';
import {
  type ExistingVectorStoreProps,
  type VectorLoadProps,
  type VectorStoreProps,
  type VectorStoreSpec,
  vectorStoreSchema,
} from './vector-store-props';
import { renderVectorStore } from './vector-store-resources';

/**
 * Long-term memory and retrieval: one Qdrant server with an API key, memory and disk sized for its vectors. `VectorStore.pgvector` keeps vectors in
 * Postgres instead. It is no scrape target: Qdrant asks for its key on `/metrics`, too.
 *
 * @example
 * const memory = new VectorStore(stack, 'memory', { cluster, vectors: 1_000_000, dimensions: 1_024 });
 */
export class VectorStore extends Construct implements IVectorStore, IReachable {
  /**
   * Vectors in a Postgres, beside the state: a `StateStore` with `vector: true`, or one that exists and has the extension already. Its disk is checked
   * for all vectors that it shall hold.
   * @throws FleetSpecError when a prop is malformed.
   */
  static pgvector(stateStore: IStateStore, props: VectorLoadProps): IVectorStore {
    const schema = branded<IStateStore>(isStateStore, "a StateStore, e.g. new StateStore(stack, 'state', { cluster, vector: true })");
    checkArguments(
      'VectorStore.pgvector',
      { stateStore: schema, props: z.custom((value) => value !== undefined) },
      { stateStore, props: props ?? null },
    );
    return new PgvectorStore(stateStore, props);
  }

  /**
   * A Qdrant that exists already, e.g. a managed one.
   * @throws FleetSpecError when a prop is malformed.
   */
  static fromExisting(props: ExistingVectorStoreProps): IVectorStore {
    return new ExistingVectorStore(props);
  }

  readonly kind = 'vector-store';
  readonly port = QDRANT_PORT;
  readonly cluster: Cluster;
  readonly stack: TerraformStack;
  /** Name of the StatefulSet and the Service. */
  readonly name: string;
  readonly host: string;
  readonly workload: Workload;
  /** API key. */
  readonly password: SecretRef;
  readonly dimensions: number;
  /** What the user asked for, with defaults. */
  readonly spec: VectorStoreSpec;
  private readonly readers: SecretReaders;
  private readonly objects: readonly Startable[];

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(scope: Construct, id: string, props: VectorStoreProps) {
    super(scope, constructId(scope, id, 'VectorStore'));
    this.spec = parseProps(vectorStoreSchema, props, { path: this.node.path, className: 'VectorStore' });
    this.stack = stackOf(scope, id, 'VectorStore');
    this.cluster = this.spec.cluster;
    this.name = this.spec.name ?? id;
    this.workload = settleWorkload(this, {
      stack: this.stack,
      cluster: this.cluster,
      component: 'vector-store',
      name: this.spec.name,
      namespace: this.spec.namespace,
      cpuNodePools: this.spec.cpuNodePools,
    });
    this.host = serviceHost(this.name, this.workload.namespace.name);
    this.password = this.spec.apiKey ?? SecretRef.generated(`${dnsSubdomainOf(this.name)}-auth`);
    this.dimensions = this.spec.dimensions;
    this.readers = new SecretReaders(this.node.path, this.workload.namespace);
    this.objects = this.render();
    registerStore(this, vectorStoreSchema, {
      findings: () => this.findings(),
      plan: () => ({ vectorStores: [this.planned()] }),
    });
  }

  clientEnv(): Readonly<Record<string, string | SecretRef>> {
    const { host, port, password, dimensions } = this;
    return qdrantEnv({ host, port, password, dimensions, tls: false });
  }

  /** Its pod and its volume, as Kubernetes tells Prometheus of them. */
  get observed(): ObservedVectorStore {
    return observedQdrant(this.name, this.workload.namespace.name);
  }

  /** The server, and what draws its key. */
  get resources(): readonly Startable[] {
    return [...this.objects, ...drawnBy(this.stack, this.workload.namespace)];
  }

  dataPlace(): DataPlace {
    return clusterPlace('vector store', this.node.path, this.cluster);
  }

  admit(client: Workload): void {
    this.readers.add(client);
    connect(client, this);
  }

  private render(): readonly Startable[] {
    const { name, workload, spec, password: key, cluster } = this;
    provideSecret(this.stack, workload.namespace, key, { owner: this });
    const { memoryGiB, storageGiB } = qdrantRoom(spec);
    workload.namespace.holdData(spec.deletionProtection);
    return renderVectorStore({
      scope: this,
      stack: this.stack,
      name,
      workload,
      key,
      cpu: spec.cpu,
      memoryGiB,
      storageGiB,
      storageClass: spec.storageClass,
      volumeGroups: groupsOfClass(spec.storageClass, cluster),
      deletionProtection: spec.deletionProtection,
      images: new PodImages(cluster, workload),
    });
  }

  private planned() {
    const { vectors, dimensions } = this.spec;
    const { memoryGiB, storageGiB } = qdrantRoom(this.spec);
    const need = qdrantNeed(this.spec);
    return { name: this.name, path: this.node.path, kind: 'qdrant' as const, vectors, dimensions, need, memoryGiB, storageGiB };
  }

  private findings(): Finding[] {
    const unused = unusedFindings(this, 'services');
    const readers = this.password.origin === 'generated' ? this.readers.findings(this.password.name) : [];
    const name = workloadNameFindings(this.name, {
      becomes: 'a StatefulSet and a Service',
      example: "new VectorStore(stack, 'memory', …)",
      isGiven: this.spec.name !== undefined,
      max: 63 - Math.max(HEADLESS_SUFFIX.length, '-1234567890'.length),
    });
    const room = evaluateRules(VECTOR_ROOM_RULES, qdrantRoom(this.current()));
    const volume = volumeFindings(this.cluster, this.current().storageClass);
    return [...unused, ...name, ...readers, ...room, ...volume, ...this.heldState()].map((finding) => place(this.node.path, finding));
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
  private current(): VectorStoreSpec {
    return SynthesisRegistry.of(this).specOf(this, this.spec);
  }
}

checkMethods(VectorStore, { admit: CLIENT_ARGUMENT });
