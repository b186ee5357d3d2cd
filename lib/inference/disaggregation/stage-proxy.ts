import { Construct } from 'constructs';
import { physicalName } from '../../core/names';
import type { Cluster } from '../../platform/cluster';
import { PodImages } from '../../platform/pod-images';
import { settleWorkload } from '../../platform/settle-workload';
import { renderDisruptionBudget, renderService } from '../../platform/workload-objects';
import { objectLabels } from '../../security/labels';
import type { Namespace } from '../../security/namespace';
import { allowAllTo, allowFromPrometheus, allowKubernetesApi, connect } from '../../security/network-edges';
import type { IScraped } from '../../security/scraped';
import { type IReachable, serviceHost, type Workload } from '../../security/workload';
import { CustomObjects } from '../../terraform/custom-objects';
import type { TerraformStack } from '../../terraform/engine';
import { DeploymentV1, ServiceAccountV1 } from '../../terraform/kubernetes';
import type { PoolDoor } from '../contract';
import type { StageProxy as Program, StageProxyMetrics } from '../engines/disaggregated';
import { API_PORT_NAME, METRICS_PORT_NAME } from '../serving-ports';
import { stageProxyPod } from './proxy-pod';

export interface StageProxyProps {
  readonly stack: TerraformStack;
  readonly cluster: Cluster;
  /** Name of the pool. */
  readonly pool: string;
  readonly namespace: string | Namespace | undefined;
  readonly cpuNodePools: readonly string[] | undefined;
  readonly imagePullSecrets: readonly string[] | undefined;
  readonly program: Program;
  readonly prefill: IReachable;
  readonly decode: IReachable;
}

/** Each computes the same replicas from the same session, so any number of them agrees. */
const REPLICAS = 2;

/** The address of a pool whose prompts are computed on replicas of their own. */
export class StageProxy extends Construct implements PoolDoor, IScraped {
  readonly workload: Workload;
  readonly host: string;
  readonly port: number;
  /** Header by which it keeps a session on its replicas. */
  readonly sessionHeader: string;
  readonly metricsPortName = METRICS_PORT_NAME;
  readonly metricsPath: string;
  /** What Prometheus reads of it. */
  readonly metrics: StageProxyMetrics;

  constructor(scope: Construct, id: string, props: StageProxyProps) {
    super(scope, id);
    const { stack, cluster, program, namespace, cpuNodePools } = props;
    const name = physicalName([props.pool, 'stages']);
    this.port = program.port;
    this.sessionHeader = program.sessionHeader;
    this.metrics = program.metrics;
    this.metricsPath = program.metrics.path;
    this.workload = settleWorkload(this, { stack, cluster, component: 'stage-proxy', name, namespace, cpuNodePools });
    this.host = serviceHost(name, this.workload.namespace.name);
    this.render(props);
    this.openNetwork(props);
  }

  private render({ stack, cluster, program, prefill, decode, imagePullSecrets }: StageProxyProps): void {
    const { workload } = this;
    const { name, namespace } = workload;
    const metadata = { name, namespace: namespace.name, labels: objectLabels(name, 'stage-proxy', stack.node.id, workload) };
    const dependsOn = [namespace.resource];
    const account = new ServiceAccountV1(this, 'service-account', { metadata, automountServiceAccountToken: false, dependsOn });
    const reader = this.renderReader(stack, metadata);
    const args = program.args({
      namespace: namespace.name,
      prefill: prefill.workload.selector,
      decode: decode.workload.selector,
      port: decode.port,
    });
    const images = new PodImages(cluster, workload, imagePullSecrets);
    new DeploymentV1(this, 'deployment', {
      metadata,
      spec: {
        replicas: String(REPLICAS),
        selector: { matchLabels: { ...workload.selector } },
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '1', maxUnavailable: '0' } },
        template: { metadata: { labels: metadata.labels }, spec: stageProxyPod({ program, args, workload, images }) },
      },
      // It is ready once replicas of both stages are, which may take as long as their weights.
      waitForRollout: false,
      dependsOn: [account, reader],
    });
    const objects = { scope: this, workload, metadata };
    renderService(objects, { name: API_PORT_NAME, port: this.port });
    renderDisruptionBudget(objects, REPLICAS);
  }

  get observed(): NonNullable<PoolDoor['observed']> {
    return { scraped: this, metrics: this.metrics };
  }

  /** It may read the pods of its namespace, and nothing else. */
  private renderReader(stack: TerraformStack, { labels }: { readonly labels: Readonly<Record<string, string>> }) {
    const { name, namespace } = this.workload;
    const metadata = { name, namespace: namespace.name, labels };
    const objects = CustomObjects.of(stack, namespace);
    objects.add(`role-${name}`, () => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }],
    }));
    objects.add(`role-binding-${name}`, () => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace: namespace.name }],
    }));
    return objects.resource;
  }

  /** Replicas that answer fetch what those with the prompts computed; the port of the handshake is the engine's, those of the transfer are chosen at run time. */
  private openNetwork({ cluster, prefill, decode }: StageProxyProps): void {
    connect(this.workload, prefill);
    connect(this.workload, decode);
    allowKubernetesApi(this.workload, cluster.apiServerCidrs);
    allowFromPrometheus(this.workload, cluster, this.metrics.port);
    allowAllTo(decode.workload, prefill.workload);
  }
}
