/** Two teams on the GPUs of one cluster. Each has a stack, a namespace with its quota, a router with its keys, and a budget; the pool is one of the platform team. */
import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  FleetPlatform,
  Gpu,
  InferencePool,
  LiteLLMRouter,
  Model,
  ObservabilityStack,
  Scaling,
  SessionStore,
  StateStore,
  Topology,
} from 'cdktf-agent-fleet';

export function twoTeams(app: App): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: { l40s: { gpu: Gpu.L40S, nodes: 4, usdPerGpuHour: 0.72, priceAsOf: '2026-11-01' }, cpu: { nodes: 6 } },
    namespaceQuota: 'planned',
  });
  const platform = new TerraformStack(app, 'platform');
  new FleetPlatform(platform, 'operators', { cluster });

  const models = new TerraformStack(app, 'models');
  models.addDependency(platform);
  const chat = new InferencePool(models, 'chat', {
    cluster,
    model: Model.QWEN3_8B,
    quantization: 'fp8',
    gpu: Gpu.L40S,
    maxContextTokens: 16_384,
    scaling: Scaling.queueDepth({ min: 2, max: 4 }),
  });

  const support = fleetOf('support', { models, cluster, pool: chat, usdPerMonth: 900, concurrentWorkflows: 12 });
  const legal = fleetOf('legal', { models, cluster, pool: chat, usdPerMonth: 300, concurrentWorkflows: 4 });
  new ObservabilityStack(models, 'observability', { cluster, fleets: [support, legal] });
}

interface Team {
  readonly models: TerraformStack;
  readonly cluster: Cluster;
  readonly pool: InferencePool;
  readonly usdPerMonth: number;
  readonly concurrentWorkflows: number;
}

/** The same for every team; a company keeps it in a package of its own. */
export function fleetOf(name: string, { models, cluster, pool, usdPerMonth, concurrentWorkflows }: Team): AgentFleet {
  const stack = new TerraformStack(models.node.root, name);
  stack.addDependency(models);
  const sessionStore = new SessionStore(stack, `${name}-sessions`, { cluster });
  const router = new LiteLLMRouter(stack, `${name}-router`, {
    cluster,
    sessionStore,
    database: new StateStore(stack, `${name}-router-state`, { cluster, instances: 2 }),
    teams: { [name]: { budget: { usd: usdPerMonth, per: 'month' } } },
    clientKeys: { [`${name}-agents`]: { team: name } },
  });
  return new AgentFleet(stack, name, {
    cluster,
    router,
    sessionStore,
    topology: Topology.flat({ agents: ['assistant'] }),
    concurrentWorkflows,
    roles: {
      assistant: { pool, contextTokens: 8_000, latency: 'chat', request: { outputTokens: 400, cachedTokens: 6_000, perMinute: 1 } },
    },
    runtime: {
      framework: 'langgraph',
      image: `registry.example.com/${name}:1.0.0`,
      sessionsPerReplica: 4,
      resources: { cpu: '1', memory: '2Gi' },
    },
  });
}
