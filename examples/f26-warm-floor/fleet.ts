/** A pool that users wait for: two replicas are always warm, and more come when ten requests wait for each GPU. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, Retention, Scaling, Topology } from 'cdktf-agent-fleet';

/** @param floor replicas that are always warm */
export function warmFloor(app: App, floor = 2): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: { l40s: { gpu: Gpu.L40S, nodes: 6, usdPerGpuHour: 0.72, priceAsOf: '2026-04-19' }, cpu: { nodes: 3 } },
  });
  const stack = new TerraformStack(app, 'assistant');
  const pool = new InferencePool(stack, 'assistant-model', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    quantization: 'fp8',
    gpu: Gpu.L40S,
    maxContextTokens: 8_192,
    scaling: Scaling.warmFloor({ min: floor, max: 6 }),
  });
  new AgentFleet(stack, 'assistant', {
    cluster,
    topology: Topology.flat({ agents: ['assistant'] }),
    roles: {
      assistant: {
        pool,
        latency: 'chat',
        growth: { baseTokens: 800, turns: 8, tokensPerTurn: 400 },
        sharedPrefixTokens: 800,
        conversations: {
          perDay: 20_000,
          turns: 8,
          tokensPerTurn: 400,
          outputTokensPerTurn: 150,
          answerSeconds: 4,
          thinkSeconds: 20,
          kept: Retention.seconds(60),
          burst: 2,
          curve: 'business-hours',
        },
      },
    },
    runtime: { framework: 'langgraph', image: 'registry.example.com/assistant:1.0.0', port: 8080, callers: ['ingress'] },
  });
}
