/** Node pools as clouds label them: nodes that start from zero are selected by labels that the cloud knows before the node exists. */
import type { App } from 'cdktf';
import { TerraformStack } from 'cdktf';
import { Cluster, Gpu, InferencePool, Model, type NodePoolProps, Nodes } from 'cdktf-agent-fleet';

/** Amazon EKS with Karpenter: from no node to six of four L40S each, on spot; a new one is ready in about four minutes. */
export const EKS_KARPENTER: NodePoolProps = Nodes.karpenter({
  ...{ gpu: Gpu.L40S, gpusPerNode: 4, minNodes: 0, nodes: 6 },
  purchase: 'spot',
  provisioningSeconds: 240,
});

/** Amazon EKS, a managed node group; a plain `{ gpu, gpusPerNode, nodes }` does as well where one of its nodes always runs. */
export const EKS_NODE_GROUP: NodePoolProps = Nodes.eksManaged({ gpu: Gpu.L40S, gpusPerNode: 4, minNodes: 0, nodes: 2, nodeGroup: 'l40s' });

/** Google GKE, in two zones. */
export const GKE: NodePoolProps = Nodes.gke({ gpu: Gpu.L4, minNodes: 1, nodes: 4, zones: ['europe-west4-a', 'europe-west4-b'] });

/** Azure AKS has no label for the kind of GPU: the name of the agent pool selects its nodes, which carry Azure's usual taint. */
export const AKS: NodePoolProps = Nodes.aks({ gpu: Gpu.A100_80GB_PCIE, nodes: 2, agentPool: 'a100' });

/** Oracle OKE: the shape follows from the GPU and how many of them a node has. */
export const OKE: NodePoolProps = Nodes.oke({ gpu: Gpu.H100_SXM, gpusPerNode: 8, nodes: 1 });

/** Bare metal, always on: the product label is there. What its nodes have beside GPUs is said, so that pods are held against it. */
export const BARE_METAL: NodePoolProps = {
  ...{ gpu: Gpu.H100_PCIE, gpusPerNode: 2, nodes: 4 },
  ...{ cpuPerNode: 64, memoryGiBPerNode: 512, diskGiBPerNode: 2_000 },
};

export function onNodePool(app: App, gpuNodes: NodePoolProps): void {
  const cluster = Cluster.fromKubeconfig({ context: 'prod', nodePools: { gpu: gpuNodes, cpu: { nodes: 3 } } });
  const stack = new TerraformStack(app, 'cloud');
  new InferencePool(stack, 'assistant-model', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: gpuNodes.gpu ?? Gpu.L4,
    maxContextTokens: 8_192,
  });
}
