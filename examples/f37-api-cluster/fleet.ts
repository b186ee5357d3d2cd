/** Thousands of users at a time on servers of eight H100 SXM: a 70B spread over the NVLink of one server, and more servers for more users. */
import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  FleetPlatform,
  Gpu,
  InferencePool,
  type InferencePoolProps,
  Model,
  Topology,
  Weights,
} from 'cdktf-agent-fleet';

export interface ApiCluster {
  readonly concurrentWorkflows?: number;
  readonly servers?: number;
  /** How a replica is spread; the published advice is tensor parallel over nodes. */
  readonly replica?: Pick<InferencePoolProps, 'gpusPerReplica' | 'nodesPerReplica' | 'parallelism' | 'replicas'>;
  /** Network between the servers, Gbit/s of each. */
  readonly infiniband?: number;
}

export function apiCluster(app: App, { concurrentWorkflows = 1_800, servers = 3, infiniband = 3_200, replica }: ApiCluster = {}): void {
  const fabric = { kind: 'infiniband', gbitPerSecond: infiniband, resources: { 'rdma/ib': 8 } } as const;
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: {
      h100: {
        gpu: Gpu.H100_SXM,
        gpusPerNode: 8,
        nodes: servers,
        usdPerGpuHour: 2.4,
        priceAsOf: '2026-03-24',
        ...(infiniband > 0 ? { fabric } : {}),
      },
      cpu: { nodes: 3 },
    },
  });
  const platform = new TerraformStack(app, 'platform');
  new FleetPlatform(platform, 'operators', { cluster, leaderWorkerSet: {} });

  const stack = new TerraformStack(app, 'api');
  stack.addDependency(platform);
  const pool = new InferencePool(stack, 'large', {
    cluster,
    model: Model.LLAMA_3_3_70B_INSTRUCT,
    quantization: 'fp8',
    kvCacheDtype: 'fp8',
    gpu: Gpu.H100_SXM,
    maxContextTokens: 4_096,
    weights: Weights.claim({ storageClass: 'shared-rwx' }),
    ...(replica ?? { gpusPerReplica: 8, replicas: servers }),
  });
  new AgentFleet(stack, 'api', {
    cluster,
    topology: Topology.flat({ agents: ['assistant'] }),
    concurrentWorkflows,
    roles: { assistant: { pool, contextTokens: 4_096 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/api:1.0.0' },
  });
}
