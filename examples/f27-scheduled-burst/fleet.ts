/** Ten times the load by day: a floor on demand, and by the clock the replicas of the busiest hour and 30 % on spot nodes. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, Retention, Scaling, Topology } from 'cdktf-agent-fleet';

/** Shares of the day from midnight: near nothing at night, ten times as much in business hours. */
export const TEN_TIMES_BY_DAY: readonly number[] = Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 18 ? 10 : 1) / 114);

/** `replicasByHour` of the plan of this fleet; a test holds both together. */
export const REPLICAS_BY_HOUR: readonly number[] = Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 18 ? 5 : 2));

export function scheduledBurst(app: App): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: {
      steady: { gpu: Gpu.L40S, nodes: 2, usdPerGpuHour: 0.72, priceAsOf: '2026-04-19', labels: { purchase: 'on-demand' } },
      spot: {
        gpu: Gpu.L40S,
        nodes: 6,
        minNodes: 0,
        provisioningSeconds: 240,
        purchase: 'spot',
        usdPerGpuHour: 0.4,
        priceAsOf: '2026-04-19',
        labels: { purchase: 'spot' },
      },
      cpu: { nodes: 3 },
    },
  });
  const stack = new TerraformStack(app, 'helpdesk');
  const windows = Scaling.windowsByHour({ replicasByHour: REPLICAS_BY_HOUR, min: 2, days: ['mon', 'tue', 'wed', 'thu', 'fri'] });
  const pool = new InferencePool(stack, 'helpdesk-model', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    quantization: 'fp8',
    gpu: Gpu.L40S,
    maxContextTokens: 8_192,
    nodePool: 'steady',
    burstNodePools: ['spot'],
    scaling: Scaling.queueDepth({ min: 2, max: 8, schedule: { timeZone: 'Europe/Berlin', windows } }),
  });
  new AgentFleet(stack, 'helpdesk', {
    cluster,
    topology: Topology.flat({ agents: ['assistant'] }),
    roles: {
      assistant: {
        pool,
        latency: 'chat',
        growth: { baseTokens: 800, turns: 8, tokensPerTurn: 400 },
        sharedPrefixTokens: 800,
        conversations: {
          perDay: 100_000,
          turns: 8,
          tokensPerTurn: 400,
          outputTokensPerTurn: 150,
          answerSeconds: 4,
          thinkSeconds: 20,
          kept: Retention.seconds(60),
          burst: 1.2,
          curve: TEN_TIMES_BY_DAY,
        },
      },
    },
    runtime: { framework: 'langgraph', image: 'registry.example.com/helpdesk:1.0.0', port: 8080, callers: ['ingress'] },
  });
}
