/** A fleet behind the LiteLLM of a platform team: its address, a virtual key, its names for the models. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, FleetOutputs, Gpu, InferencePool, LiteLLMRouter, Model, SecretRef, Topology } from 'cdktf-agent-fleet';

export function behindExistingRouter(app: App): void {
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', nodePools: { l40s: { gpu: Gpu.L40S, nodes: 2 }, cpu: { nodes: 3 } } });
  const stack = new TerraformStack(app, 'support');
  const pool = new InferencePool(stack, 'assistant-model', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });
  const fleet = new AgentFleet(stack, 'support', {
    cluster,
    router: LiteLLMRouter.fromExisting({
      url: 'http://litellm.ai-platform.svc.cluster.local:4000/v1',
      namespace: 'ai-platform',
      key: SecretRef.existing('litellm-support', 'key'),
      aliases: { assistant: 'support-qwen3-8b' },
    }),
    topology: Topology.flat({ agents: ['assistant'] }),
    concurrentWorkflows: 10,
    roles: { assistant: { pool, contextTokens: 6_000 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/support:3.1.0' },
  });
  // Address and served name of each pool, for the configuration of the router.
  new FleetOutputs(stack, 'addresses', { fleet });
}
