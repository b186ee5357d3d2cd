/**
 * A fleet on Amazon EKS whose GPU nodes Karpenter starts: g6 nodes (L4) for the workers, a p5 node (H100) for the planner, both with the taint of a team;
 * every image and chart from a private mirror that asks for a login.
 */
import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  FleetPlatform,
  Gpu,
  InferencePool,
  KarpenterNodePools,
  Model,
  Nodes,
  type NodeTaint,
  ObservabilityStack,
  Scaling,
  Topology,
  Weights,
} from 'cdktf-agent-fleet';

const TEAM: NodeTaint = { key: 'acme.com/team', value: 'agents', effect: 'NoSchedule' };
const MIRROR = '123456789012.dkr.ecr.eu-north-1.amazonaws.com/mirror';

export function eksFleet(app: App): AgentFleet {
  const cluster = Cluster.fromKubeconfig({
    context: 'eks-prod',
    region: 'eu-north-1',
    registryMirror: MIRROR,
    imagePullSecrets: ['registry-login'],
    storageClasses: { 'efs-sc': { fsGroup: 'ignored', group: 5_000 } },
    nodePools: {
      g6: Nodes.karpenter({ gpu: Gpu.L4, gpusPerNode: 1, minNodes: 0, nodes: 6, purchase: 'spot', taints: [TEAM] }),
      p5: Nodes.karpenter({ gpu: Gpu.H100_SXM, gpusPerNode: 8, minNodes: 0, nodes: 1, instanceType: 'p5.48xlarge', taints: [TEAM] }),
      cpu: { nodes: 3 },
    },
  });

  const platform = new TerraformStack(app, 'platform');
  new FleetPlatform(platform, 'operators', {
    cluster,
    chartMirror: 'oci://123456789012.dkr.ecr.eu-north-1.amazonaws.com/charts',
    gpuOperator: { driver: false, tolerations: [{ key: TEAM.key, operator: 'Exists' }] },
  });
  const discovery = { 'karpenter.sh/discovery': 'eks-prod' };
  new KarpenterNodePools(platform, 'gpu-nodes', {
    cluster,
    nodeClass: { role: 'KarpenterNodeRole-eks-prod', ami: 'al2023@v20260810', subnets: discovery, securityGroups: discovery, diskGiB: 500 },
  });

  const stack = new TerraformStack(app, 'research');
  stack.addDependency(platform);
  const weights = Weights.claim({ storageClass: 'efs-sc' });
  const planner = new InferencePool(stack, 'planner', {
    cluster,
    model: Model.QWEN3_32B,
    gpu: Gpu.H100_SXM,
    gpusPerReplica: 2,
    maxContextTokens: 16_384,
    nodePool: 'p5',
    weights,
  });
  const workers = new InferencePool(stack, 'workers', {
    cluster,
    model: Model.QWEN3_8B,
    quantization: 'fp8',
    gpu: Gpu.L4,
    maxContextTokens: 8_192,
    nodePool: 'g6',
    scaling: Scaling.queueDepth({ min: 2, max: 6 }),
    weights,
  });
  const fleet = new AgentFleet(stack, 'research', {
    cluster,
    topology: Topology.hierarchical({ orchestrator: 'planner', workers: ['researcher', 'writer'] }),
    concurrentWorkflows: 6,
    roles: {
      planner: { pool: planner, contextTokens: 12_000, latency: 'chat' },
      researcher: { pool: workers, contextTokens: 6_000 },
      writer: { pool: workers, contextTokens: 4_000 },
    },
    runtime: { framework: 'langgraph', image: 'registry.example.com/research-agents:1.4.2' },
  });
  new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] });
  return fleet;
}
