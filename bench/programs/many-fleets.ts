/** Synthesizes many fleets in one app. Arguments: the folder to write, how many, and `stacks` (one each) or `stack` (all in one). */
import { App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, ObservabilityStack, Topology } from 'cdktf-agent-fleet';
import { sampled } from './report';

const [outdir = 'cdktf.out', count = '10', shape = 'stacks'] = process.argv.slice(2);

sampled(() => {
  const app = new App({ outdir });
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: { gpu: { gpu: Gpu.H100_PCIE, nodes: Number(count) }, cpu: { nodes: 3 } },
  });
  const shared = shape === 'stack' ? new TerraformStack(app, 'fleets') : undefined;
  for (let index = 0; index < Number(count); index += 1) {
    fleet(shared ?? new TerraformStack(app, `fleet-${index}`), `team-${index}`, cluster);
  }
  app.synth();
});

function fleet(stack: TerraformStack, id: string, cluster: Cluster): void {
  const model = new InferencePool(stack, `${id}-model`, {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.H100_PCIE,
    maxContextTokens: 8_192,
  });
  const agents = new AgentFleet(stack, id, {
    cluster,
    topology: Topology.flat({ agents: ['assistant'] }),
    concurrentWorkflows: 25,
    roles: { assistant: { pool: model, contextTokens: 8_000 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/assistant:2.0.1' },
  });
  new ObservabilityStack(stack, `${id}-observability`, { cluster, fleets: [agents] });
}
