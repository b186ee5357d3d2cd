import { Construct } from 'constructs';
import { brand, hasBrand } from '../core/brand';
import { type Finding, place } from '../core/finding';
import { checkMethods } from '../core/method-arguments';
import { toYaml } from '../core/yaml';
import type { Cluster } from '../platform/cluster';
import { clusterPlace, clusterSender } from '../platform/cluster-place';
import { PodImages } from '../platform/pod-images';
import { settleWorkload } from '../platform/settle-workload';
import { connect } from '../security/network-edges';
import type { DataPlace } from '../security/residency/data-place';
import { startAfter } from '../security/start-after';
import { unusedFindings } from '../security/used-service';
import { type IReachable, serviceHost, type Workload } from '../security/workload';
import { CLIENT_ARGUMENT } from '../security/workload-argument';
import { workloadNameFindings } from '../security/workload-name';
import { constructId } from '../terraform/construct-id';
import type { TerraformStack } from '../terraform/engine';
import { stackOf } from '../terraform/stack-of';
import type { Startable } from '../terraform/startable';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import { collectorConfig, GRPC_PORT, OTLP_PORT, type TraceExport } from './collector-config';
import { renderCollector } from './collector-resources';
import type { ITracing, SpansOverGrpc } from './contract';
import { destinationFindings } from './trace-destination';
import { traceEnv } from './trace-env';
import type { TracingSpec } from './tracing-props';

/** A collector and how it speaks to its destination. */
export interface TraceCollectorSettings {
  /** What the user wrote to make it, e.g. `Tracing.otlp`. */
  readonly madeBy: string;
  /** Path below the address of the destination. */
  readonly path: string;
  /** Checks the props, under the path of the construct. */
  check(path: string): CheckedTracing;
}

/** Props after their checks, and the headers that each request to the destination carries. */
export interface CheckedTracing {
  readonly spec: TracingSpec;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * An OpenTelemetry collector for fleets: it takes the spans of agents, routers and tools, removes what users wrote, and sends them on. `Tracing.otlp(…)` makes
 * one. A Deployment of its own and not an operator: nothing but its ConfigMap decides what leaves the cluster.
 */
export class TraceCollector extends Construct implements ITracing, IReachable {
  /** Recognises a collector by its brand, so that two copies of the library agree. */
  static isTraceCollector(value: unknown): value is TraceCollector {
    return hasBrand(value, 'TraceCollector');
  }

  readonly kind = 'tracing';
  readonly cluster: Cluster;
  readonly stack: TerraformStack;
  readonly host: string;
  readonly port = OTLP_PORT;
  readonly workload: Workload;
  /** What its clients wait for. */
  readonly resources: readonly Startable[];
  /** What the user asked for, with defaults. */
  readonly spec: TracingSpec;
  private readonly headers: Readonly<Record<string, string>>;

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(
    scope: Construct,
    id: string,
    private readonly settings: TraceCollectorSettings,
  ) {
    super(scope, constructId(scope, id, settings.madeBy));
    brand(this, 'TraceCollector');
    const { spec, headers } = settings.check(this.node.path);
    this.spec = spec;
    this.headers = headers;
    this.stack = stackOf(scope, id, settings.madeBy);
    const { cluster, name, namespace, to, cpuNodePools } = this.spec;
    this.cluster = cluster;
    this.workload = settleWorkload(this, { stack: this.stack, cluster, component: 'tracing', name, namespace, cpuNodePools });
    this.host = serviceHost(this.workload.name, this.workload.namespace.name);
    const { deployment, service } = this.render();
    this.resources = [deployment, service];
    to.admit(this.workload);
    startAfter(deployment, this.workload, [to]);
    SynthesisRegistry.of(this).register(this, { findings: () => this.findings(), cluster });
  }

  get url(): string {
    return `http://${this.host}:${this.port}`;
  }

  get grpc(): SpansOverGrpc {
    const { host, workload } = this;
    return { url: `http://${host}:${GRPC_PORT}`, admit: (client) => connect(client, { host, workload, port: GRPC_PORT }) };
  }

  clientEnv(client: Workload): Readonly<Record<string, string>> {
    return traceEnv(this.url, client, this.spec.prompts);
  }

  dataPlace(): DataPlace {
    const { cluster, to } = this.spec;
    const onward = () => [{ how: 'sends spans to', to: to.dataPlace(clusterSender(cluster)) }];
    return { ...clusterPlace('tracing', this.node.path, cluster), onward };
  }

  admit(client: Workload): void {
    connect(client, this);
  }

  private render() {
    const { spec, workload } = this;
    const { replicas, resources, to } = spec;
    return renderCollector({
      scope: this,
      partOf: this.stack.node.id,
      workload,
      images: new PodImages(spec.cluster, workload),
      replicas,
      resources,
      config: () => toYaml(collectorConfig(this.exported(), spec)),
      key: to.key,
      overInternet: 'overInternet' in to && to.overInternet === true,
      volumes: to.volumes,
    });
  }

  private exported(): TraceExport {
    const { to } = this.spec;
    return { endpoint: `${to.url.replace(/\/$/, '')}${this.settings.path}`, headers: this.headers, caFile: to.caFile };
  }

  private findings(): Finding[] {
    const { spec, workload, node, settings } = this;
    const name = workloadNameFindings(workload.name, {
      becomes: 'a Deployment and a Service',
      example: `${settings.madeBy}(stack, 'tracing', …)`,
      isGiven: spec.name !== undefined,
    });
    return [...unusedFindings(this, 'tracing'), ...name, ...destinationFindings('to', spec.to, workload, spec.cluster.environment)].map(
      (finding) => place(node.path, finding),
    );
  }
}

checkMethods(TraceCollector, { admit: CLIENT_ARGUMENT, clientEnv: CLIENT_ARGUMENT });
