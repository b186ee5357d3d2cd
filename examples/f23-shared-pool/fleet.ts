/** A hundred agents of one model: on a card each, or together on one pool, which holds because they ask at the same time and not one after the other. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, Topology } from 'cdktf-agent-fleet';

export const AGENTS = 100;

/** @param replicas cards that they share; as many as agents is a card for each */
export function sharedByAHundred(app: App, replicas: number): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: { a100: { gpu: Gpu.A100_80GB_PCIE, nodes: AGENTS, usdPerGpuHour: 1.04, priceAsOf: '2026-04-19' }, cpu: { nodes: 4 } },
  });
  const stack = new TerraformStack(app, 'hundred');
  const pool = new InferencePool(stack, 'shared-model', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.A100_80GB_PCIE,
    replicas,
    maxContextTokens: 16_384,
  });
  new AgentFleet(stack, 'hundred', {
    cluster,
    topology: Topology.flat({ agents: ['agent'] }),
    concurrentWorkflows: AGENTS,
    roles: { agent: { pool, contextTokens: 16_384 } },
    runtime: { framework: 'pydantic-ai', image: 'registry.example.com/agents:1.0.0' },
  });
}
