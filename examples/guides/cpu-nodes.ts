/** Pods without GPUs on node pools of their own: what holds data on nodes that stay, agents on spot with a way out, all else on the system nodes. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, Nodes, SessionStore, StateStore, Topology } from 'cdktf-agent-fleet';

const dedicated = (value: string) => ({ key: 'dedicated', value, effect: 'NoSchedule' }) as const;
const SIZE = { cpuPerNode: 8, memoryGiBPerNode: 32, diskGiBPerNode: 100 };

export function onNodesOfTheirOwn(app: App): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'eks-prod',
    nodePools: {
      l40s: Nodes.karpenter({ gpu: Gpu.L40S, gpusPerNode: 4, minNodes: 0, nodes: 3 }),
      system: Nodes.eksManaged({ nodeGroup: 'system', nodes: 3, ...SIZE }),
      data: Nodes.eksManaged({ nodeGroup: 'data', nodes: 3, taints: [dedicated('data')], ...SIZE }),
      agents: Nodes.eksManaged({ nodeGroup: 'agents', nodes: 4, taints: [dedicated('agents')], ...SIZE }),
      'agents-spot': Nodes.eksManaged({ nodeGroup: 'agents-spot', nodes: 8, purchase: 'spot', taints: [dedicated('agents')], ...SIZE }),
    },
    cpuNodePools: ['system'],
  });
  const stack = new TerraformStack(app, 'research');
  const data = { cluster, cpuNodePools: ['data'] };
  const model = new InferencePool(stack, 'model', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });
  new AgentFleet(stack, 'research', {
    cluster,
    topology: Topology.flat({ agents: ['writer'] }),
    concurrentWorkflows: 4,
    roles: { writer: { pool: model, contextTokens: 4_000 } },
    sessionStore: new SessionStore(stack, 'sessions', data),
    stateStore: new StateStore(stack, 'state', data),
    runtime: {
      framework: 'langgraph',
      image: 'registry.example.com/research-agents:1.4.2',
      cpuNodePools: ['agents-spot', 'agents'],
    },
  });
}
