/**
 * A planner with two workers beside what the company has: Postgres (RDS) and Redis (ElastiCache) that the same app makes, and the Prometheus operator of the
 * platform team, which selects by the label of its release.
 */
import { type App, DataResource, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  FleetPlatform,
  Gpu,
  InferencePool,
  Model,
  Nodes,
  ObservabilityStack,
  SecretRef,
  SessionStore,
  StateStore,
  Topology,
} from 'cdktf-agent-fleet';

const SUBNETS = '10.40.0.0/20';

export function besideRdsAndRedis(app: App): AgentFleet {
  const cluster = Cluster.fromEnvironment({
    context: 'eks-prod',
    region: 'eu-north-1',
    monitorLabels: { release: 'kube-prometheus-stack' },
    nodePools: {
      l40s: Nodes.eksManaged({
        gpu: Gpu.L40S,
        gpusPerNode: 4,
        nodes: 2,
        nodeGroup: 'g6e',
        taints: [{ key: 'nvidia.com/gpu', value: 'true', effect: 'NoSchedule' }],
      }),
      cpu: { nodes: 3 },
    },
  });

  const platform = new TerraformStack(app, 'platform');
  new FleetPlatform(platform, 'operators', { cluster, prometheus: 'existing', postgresOperator: false, gpuOperator: { driver: false } });

  const stack = new TerraformStack(app, 'research');
  stack.addDependency(platform);
  const database = madeHere(stack, 'database', 'research.abc123.eu-north-1.rds.amazonaws.com');
  const cache = madeHere(stack, 'cache', 'research.abc123.0001.eun1.cache.amazonaws.com');

  const planner = new InferencePool(stack, 'planner', {
    cluster,
    model: Model.QWEN3_32B,
    quantization: 'fp8',
    gpu: Gpu.L40S,
    replicas: 2,
    maxContextTokens: 16_384,
  });
  const workers = new InferencePool(stack, 'workers', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.L40S,
    replicas: 2,
    maxContextTokens: 8_192,
  });
  const fleet = new AgentFleet(stack, 'research', {
    cluster,
    topology: Topology.hierarchical({ orchestrator: 'planner', workers: ['researcher', 'writer'] }),
    concurrentWorkflows: 8,
    roles: {
      planner: { pool: planner, contextTokens: 10_000 },
      researcher: { pool: workers, contextTokens: 6_000 },
      writer: { pool: workers, contextTokens: 4_000 },
    },
    runtime: { framework: 'langgraph', image: 'registry.example.com/research-agents:1.4.2', sessionsPerReplica: 12 },
    stateStore: StateStore.fromExisting({
      host: database,
      cidr: SUBNETS,
      database: 'research',
      user: 'agents',
      password: SecretRef.existing('research-db', 'password'),
      uri: SecretRef.existing('research-db', 'uri'),
      sslMode: 'require',
    }),
    sessionStore: SessionStore.fromExisting({
      host: cache,
      tls: true,
      cidr: SUBNETS,
      password: SecretRef.existing('research-cache', 'token'),
      uri: SecretRef.existing('research-cache', 'uri'),
    }),
  });
  new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] });
  return fleet;
}

/**
 * The address of a resource of the same app, known to Terraform alone. It stands for `DbInstance.address` and `ElasticacheReplicationGroup.primaryEndpointAddress`
 * of the provider of AWS, so that the example needs no account.
 */
function madeHere(stack: TerraformStack, id: string, address: string): string {
  return new DataResource(stack, id, { input: { address } }).getStringAttribute('output.address');
}
