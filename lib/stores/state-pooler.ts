/** PgBouncer in front of a state store: its object, its pods as the network sees them, and how many connections it opens. */
import { Construct } from 'constructs';
import { imageReference, Pins } from '../catalog/pins';
import { definedOnly } from '../core/defined-only';
import { cpuNodeAffinity, cpuTolerations } from '../platform/placement';
import type { PodImages } from '../platform/pod-images';
import { reserveWorkload } from '../platform/settle-workload';
import { renderDisruptionBudget } from '../platform/workload-objects';
import { objectLabels } from '../security/labels';
import { allowFromPrometheus, allowKubernetesApi, connect, type PrometheusPods } from '../security/network-edges';
import type { IScraped } from '../security/scraped';
import { type IReachable, serviceHost, type Workload } from '../security/workload';
import { type CustomObject, CustomObjects } from '../terraform/custom-objects';
import type { TerraformStack } from '../terraform/engine';
import type { ObservedPooler } from './contract';
import { serverConnectionsOf } from './pooler-connections';
import { observedPooler } from './state-metrics';
import type { CheckedPooler } from './state-pooler-props';

/** CloudNativePG 1.30, pkg/management/pgbouncer/config and pkg/management/url. */
const PORT = 5432;
const METRICS_PORT = 9127;
const SUFFIX = '-pooler-rw';

/** Statements of clients that each connection to Postgres knows (PgBouncer 1.21 and newer). */
const PREPARED_STATEMENTS = 200;

/** The store behind it. */
export interface PooledStore {
  /** Construct that the pooler becomes a child of. */
  readonly scope: Construct;
  readonly stack: TerraformStack;
  /** The servers. */
  readonly servers: IReachable;
  readonly name: string;
  readonly spec: CheckedPooler;
  readonly maxConnections: number;
  readonly images: PodImages;
  readonly prometheus: PrometheusPods;
  readonly apiServerCidrs: readonly string[];
}

export class StatePgBouncer implements IReachable, IScraped {
  readonly port = PORT;
  readonly host: string;
  readonly workload: Workload;
  readonly metricsPortName = 'metrics';
  readonly metricsPath = '/metrics';
  private readonly image: string;

  constructor(private readonly store: PooledStore) {
    const { namespace, labels, nodes } = store.servers.workload;
    const name = `${store.name}${SUFFIX}`;
    const owner = new Construct(store.scope, 'pooler');
    reserveWorkload(owner, namespace, name);
    this.host = serviceHost(name, namespace.name);
    this.workload = { owner, name, namespace, selector: { 'cnpg.io/poolerName': name }, ...definedOnly({ labels, nodes }) };
    this.image = store.images.pull(imageReference(Pins.images.pgbouncer));
    CustomObjects.of(store.stack, namespace).add(`postgres-pooler-${store.name}`, () => this.object());
    // The operator makes one for the servers alone.
    renderDisruptionBudget({ scope: owner, workload: this.workload, metadata: this.metadata() }, store.spec.instances);
    this.openNetwork();
  }

  get observed(): ObservedPooler {
    return observedPooler(this, this.store.spec, this.store.maxConnections);
  }

  /** It asks the servers for data and for passwords, and the API server for its configuration. */
  private openNetwork(): void {
    const { servers, prometheus, apiServerCidrs } = this.store;
    connect(this.workload, servers);
    allowKubernetesApi(this.workload, apiServerCidrs);
    allowFromPrometheus(this.workload, prometheus, METRICS_PORT);
  }

  private metadata() {
    const { name, namespace } = this.workload;
    return { name, namespace: namespace.name, labels: objectLabels(name, 'state-store', this.store.stack.node.id, this.workload) };
  }

  private object(): CustomObject {
    const { spec, name: cluster } = this.store;
    return {
      apiVersion: 'postgresql.cnpg.io/v1',
      kind: 'Pooler',
      metadata: this.metadata(),
      spec: {
        cluster: { name: cluster },
        type: 'rw',
        instances: spec.instances,
        deploymentStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        pgbouncer: { poolMode: spec.mode, image: this.image, parameters: this.parameters() },
        template: { ...this.labelled(), spec: this.pod() },
      },
    };
  }

  /** The operator gives its pods labels of its own alone. */
  private labelled() {
    const labels = this.workload.namespace.foundBy;
    return Object.keys(labels).length === 0 ? {} : { metadata: { labels } };
  }

  private parameters(): Record<string, string> {
    const { spec, maxConnections } = this.store;
    const connections = String(serverConnectionsOf(spec, maxConnections));
    return {
      max_client_conn: String(spec.clientConnections),
      default_pool_size: connections,
      max_db_connections: connections,
      max_prepared_statements: String(PREPARED_STATEMENTS),
      // Its own default also takes clients without TLS.
      client_tls_sslmode: 'require',
    };
  }

  /** The operator adds security contexts, ports, probes and volumes. */
  private pod() {
    const { cpu = '250m', memory = '256Mi' } = this.store.spec.resources ?? {};
    const resources = { requests: { cpu, memory }, limits: { memory } };
    return {
      ...this.store.images.pullSecrets(),
      affinity: { nodeAffinity: cpuNodeAffinity(this.workload) },
      ...cpuTolerations(this.workload),
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'kubernetes.io/hostname',
          whenUnsatisfiable: 'ScheduleAnyway',
          labelSelector: { matchLabels: { ...this.workload.selector } },
        },
      ],
      initContainers: [{ name: 'bootstrap-controller', resources }],
      containers: [{ name: 'pgbouncer', resources }],
    };
  }
}
