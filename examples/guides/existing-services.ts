/** A fleet beside what a team runs already: Postgres and Redis outside the cluster, its own operators, a namespace of the platform team. */
import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  CaBundle,
  Cluster,
  FleetPlatform,
  Gpu,
  InferencePool,
  Model,
  Namespace,
  SecretRef,
  SessionStore,
  StateStore,
  Topology,
} from 'cdktf-agent-fleet';

export function besideExistingServices(app: App): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: { l40s: { gpu: Gpu.L40S, nodes: 2 }, cpu: { nodes: 3 } },
    // The release of kube-prometheus-stack, by which it selects monitors and rules.
    monitorLabels: { release: 'monitoring' },
  });

  const platform = new TerraformStack(app, 'platform');
  new FleetPlatform(platform, 'operators', {
    cluster,
    keda: 'existing',
    prometheus: 'existing',
    gpuOperator: 'existing',
    externalSecrets: 'existing',
    postgresOperator: false,
  });

  const stack = new TerraformStack(app, 'support');
  stack.addDependency(platform);
  const namespace = Namespace.existing('team-support');
  const sessionStore = SessionStore.fromExisting({
    host: 'redis.example.com',
    port: 6380,
    tls: true,
    cidr: '10.20.0.0/24',
    username: 'support',
    password: SecretRef.existing('redis', 'password'),
    caBundle: CaBundle.secret({ name: 'redis-ca' }),
    uri: SecretRef.existing('redis', 'uri'),
  });
  const stateStore = StateStore.fromExisting({
    host: 'postgres.example.com',
    cidr: '10.21.0.0/24',
    database: 'support',
    user: 'support',
    password: SecretRef.existing('postgres', 'password'),
    uri: SecretRef.existing('postgres', 'uri'),
    sslMode: 'verify-full',
    caBundle: CaBundle.configMap({ name: 'postgres-ca', key: 'global-bundle.pem' }),
  });
  const pool = new InferencePool(stack, 'assistant-model', {
    cluster,
    namespace,
    model: Model.QWEN3_8B,
    gpu: Gpu.L40S,
    maxContextTokens: 8_192,
  });
  new AgentFleet(stack, 'support', {
    cluster,
    namespace,
    sessionStore,
    stateStore,
    topology: Topology.flat({ agents: ['assistant'] }),
    concurrentWorkflows: 10,
    roles: { assistant: { pool, contextTokens: 6_000 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/support:3.1.0' },
  });
}
