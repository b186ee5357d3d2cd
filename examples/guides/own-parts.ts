/** Parts of one's own: a scaling policy on first tokens, and a service that a team runs outside. */
import { type App, TerraformStack } from 'cdktf';
import {
  AgentRuntime,
  Cluster,
  CustomObjects,
  ExternalHost,
  Gpu,
  InferencePool,
  type IScalable,
  type IService,
  Model,
  type ScaledWorkload,
  type ScalingPolicy,
  SecretRef,
  type UnplacedFinding,
  type Workload,
} from 'cdktf-agent-fleet';

/** Scales on late first tokens by a query of one's own. */
export class FirstTokenPolicy implements ScalingPolicy {
  readonly minReplicas = 1;
  readonly maxReplicas = 4;

  findings({ metrics, metricsSource }: ScaledWorkload): readonly UnplacedFinding[] {
    if (typeof metrics.timeToFirstToken === 'string') return [];
    const message = `${metricsSource} writes no time to first token`;
    return [{ code: 'ACME-ELA-001', severity: 'error', prop: 'scaling', message, repairs: ['Scaling.queueDepth({ min: 1, max: 4 })'] }];
  }

  bind({ workload: { name, namespace }, stack, scaleTarget, metrics, metricSelector, cluster }: IScalable): void {
    const query = `histogram_quantile(0.95, sum by (le) (rate(${metrics.timeToFirstToken}_bucket{${metricSelector}}[5m])))`;
    CustomObjects.of(stack, namespace).add(`scaled-object-${name}`, () => ({
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata: { name, namespace: namespace.name },
      spec: {
        scaleTargetRef: { name, ...scaleTarget },
        minReplicaCount: this.minReplicas,
        maxReplicaCount: this.maxReplicas,
        triggers: [{ type: 'prometheus', metadata: { serverAddress: cluster.prometheusUrl, query, threshold: '2' } }],
      },
    }));
  }
}

/** The ledger of the company: its address and a key. How it is reached is left to a part of the library. */
export class Ledger implements IService {
  readonly kind = 'ledger';
  private readonly outside = new ExternalHost({
    name: 'ledger',
    host: 'ledger.example.com',
    cidrs: ['203.0.113.16/28'],
    key: SecretRef.existing('ledger', 'key'),
  });

  get host(): string {
    return this.outside.host;
  }

  get port(): number {
    return this.outside.port;
  }

  clientEnv(): Readonly<Record<string, string | SecretRef>> {
    return { LEDGER_URL: `https://${this.host}/v2`, LEDGER_KEY: SecretRef.existing('ledger', 'key') };
  }

  admit(client: Workload): void {
    this.outside.admit(client);
  }
}

export function withOwnParts(app: App): void {
  const cluster = Cluster.fromEnvironment({ context: 'prod' });
  const stack = new TerraformStack(app, 'accounting');
  new InferencePool(stack, 'model', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.L40S,
    maxContextTokens: 8_192,
    scaling: new FirstTokenPolicy(),
  });
  new AgentRuntime(stack, 'clerks', {
    cluster,
    framework: 'custom',
    image: 'registry.example.com/clerks:1.0.0',
    services: [new Ledger()],
  });
}
