import { Construct } from 'constructs';
import { physicalName, shortHash } from '../../core/names';
import { toYaml } from '../../core/yaml';
import type { IDeployedPool, IInferencePool } from '../../inference/contract';
import type { Cluster } from '../../platform/cluster';
import { PodImages } from '../../platform/pod-images';
import { settleWorkload } from '../../platform/settle-workload';
import type { Namespace } from '../../security/namespace';
import { allowFromPrometheus, connect } from '../../security/network-edges';
import type { IScraped } from '../../security/scraped';
import { type IReachable, serviceHost, type Workload } from '../../security/workload';
import { lazyText, type TerraformStack } from '../../terraform/engine';
import type { Startable } from '../../terraform/startable';
import { envoyConfig, METRICS_PATH, PROXY_PORT, pathOf, STATUS_PORT } from './envoy-config';
import { STATUS_PORT_NAME } from './proxy-pod';
import { renderProxy } from './proxy-resources';
import type { SessionAffinity } from './session-affinity';
import { type StickyPool, stickyId, stickyPool } from './sticky-pool';

export interface SessionProxyProps {
  readonly stack: TerraformStack;
  readonly cluster: Cluster;
  /** Name of the router in front of it. */
  readonly router: string;
  readonly namespace: string | Namespace | undefined;
  readonly cpuNodePools: readonly string[] | undefined;
  readonly affinity: SessionAffinity;
  /** Header in which the router itself names a session; it counts where the agent sends none. */
  readonly routerHeader: string;
  readonly requestTimeoutSeconds: number;
}

/** Runs between a router and the replicas of its pools, and sends each session to the replica that holds its KV cache. */
export class SessionProxy extends Construct implements IReachable, IScraped {
  readonly port = PROXY_PORT;
  readonly metricsPortName = STATUS_PORT_NAME;
  readonly metricsPath = METRICS_PATH;
  readonly workload: Workload;
  readonly host: string;
  /** What the router waits for. */
  readonly resources: readonly Startable[];
  private readonly pools = new Map<IInferencePool, StickyPool>();

  constructor(scope: Construct, id: string, props: SessionProxyProps) {
    super(scope, id);
    const { stack, cluster, affinity, requestTimeoutSeconds, namespace, cpuNodePools } = props;
    const name = physicalName([props.router, 'affinity']);
    this.workload = settleWorkload(this, { stack, cluster, component: 'session-proxy', name, namespace, cpuNodePools });
    this.host = serviceHost(name, this.workload.namespace.name);
    const headers = [...new Set([affinity.header, props.routerHeader])];
    const config = () => toYaml(envoyConfig([...this.pools.values()], { headers, loadFactor: affinity.loadFactor }));
    this.resources = renderProxy({
      scope: this,
      partOf: stack.node.id,
      name,
      workload: this.workload,
      affinity,
      requestTimeoutSeconds,
      images: new PodImages(cluster, this.workload),
      config: lazyText(config),
      configHash: lazyText(() => shortHash(config())),
    });
    allowFromPrometheus(this.workload, cluster, STATUS_PORT);
  }

  /** Leads to a pool from now on. */
  add(pool: IDeployedPool): void {
    if (this.pools.has(pool)) return;
    this.pools.set(pool, stickyPool(pool));
    connect(this.workload, pool);
  }

  /** OpenAI-compatible address of a pool behind the proxy; undefined where the proxy does not lead to it. */
  urlOf(pool: IInferencePool): string | undefined {
    return this.pools.has(pool) ? `http://${this.host}:${this.port}${pathOf(stickyId(pool))}v1` : undefined;
  }
}
