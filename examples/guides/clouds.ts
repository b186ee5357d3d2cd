/** Node pools as clouds label them: nodes that start from zero are selected by labels that the cloud knows before the node exists. */
import type { App } from 'cdktf';
import { TerraformStack } from 'cdktf';
import { Cluster, Gpu, InferencePool, Model, type NodePoolProps } from 'cdktf-agent-fleet';

/** Amazon EKS with Karpenter: the label of the instance family's GPU. */
export const EKS_KARPENTER: NodePoolProps = {
  gpu: Gpu.L40S,
  gpusPerNode: 4,
  nodes: 2,
  labels: { 'karpenter.k8s.aws/instance-gpu-name': 'l40s' },
};

/** Amazon EKS, a managed node group of which at least one node always runs: GPU feature discovery has labelled it, no labels are needed. */
export const EKS_NODE_GROUP: NodePoolProps = { gpu: Gpu.L40S, gpusPerNode: 4, nodes: 2 };

/** Google GKE: the accelerator label stands on the node pool itself. */
export const GKE: NodePoolProps = { gpu: Gpu.L4, gpusPerNode: 1, nodes: 4, labels: { 'cloud.google.com/gke-accelerator': 'nvidia-l4' } };

/** Azure AKS has no label for the kind of GPU: the name of the agent pool selects its nodes, which carry Azure's usual taint. */
export const AKS: NodePoolProps = {
  gpu: Gpu.A100_80GB_PCIE,
  gpusPerNode: 1,
  nodes: 2,
  labels: { agentpool: 'a100' },
  taints: [{ key: 'sku', value: 'gpu', effect: 'NoSchedule' }],
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
