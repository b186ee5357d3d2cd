/** Nodes that Karpenter starts from nothing for a fleet, and ends when it sleeps: the NodePools are made of the node pools of the cluster. */
import { type App, TerraformStack } from 'cdktf';
import { Cluster, Gpu, InferencePool, KarpenterNodePools, Model, Nodes, Scaling } from 'cdktf-agent-fleet';

export function startedByKarpenter(app: App): void {
  const cluster = Cluster.fromEnvironment({
    context: 'eks-prod',
    nodePools: {
      l40s: Nodes.karpenter({ gpu: Gpu.L40S, gpusPerNode: 4, minNodes: 0, nodes: 3, zones: ['eu-north-1a'] }),
      cpu: { nodes: 3 },
    },
  });

  const nodes = new TerraformStack(app, 'nodes');
  const discovery = { 'karpenter.sh/discovery': 'eks-prod' };
  new KarpenterNodePools(nodes, 'gpu-nodes', {
    cluster,
    nodeClass: { role: 'KarpenterNodeRole-eks-prod', ami: 'al2023@v20260810', subnets: discovery, securityGroups: discovery },
  });

  const stack = new TerraformStack(app, 'assistant');
  stack.addDependency(nodes);
  new InferencePool(stack, 'assistant-model', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.L40S,
    maxContextTokens: 8_192,
    scaling: Scaling.queueDepth({ min: 1, max: 6 }),
  });
}
