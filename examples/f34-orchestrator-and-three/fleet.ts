/** An orchestrator and three sub-agents, each with a 7B of its own: two engines on each of two H100. Or all four on one pool of the same model. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, FleetPlatform, Gpu, InferencePool, Model, type RoleProps, Topology } from 'cdktf-agent-fleet';

const ROLES = ['orchestrator', 'search', 'code', 'write'] as const;

/** Cards of one node, and how many engines share each of them. */
export interface Cards {
  readonly gpu: Gpu;
  readonly count: number;
  readonly engines: number;
  readonly usdPerGpuHour: number;
  readonly priceAsOf: string;
}

export const TWO_H100: Cards = { gpu: Gpu.H100_PCIE, count: 2, engines: 2, usdPerGpuHour: 2.01, priceAsOf: '2026-03-08' };
export const ONE_H100: Cards = { ...TWO_H100, count: 1, engines: 4 };
export const ONE_L40S: Cards = { gpu: Gpu.L40S, count: 1, engines: 1, usdPerGpuHour: 0.72, priceAsOf: '2026-04-19' };

/** @param cards one engine to a card means one pool for all four roles */
export function orchestratorAndThree(app: App, cards: Cards = TWO_H100): void {
  const { gpu, count, engines, ...price } = cards;
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: {
      cards: { gpu, gpusPerNode: count, nodes: 1, ...(engines === 1 ? {} : { sharing: { engines } }), ...price },
      cpu: { nodes: 3 },
    },
  });
  const platform = new TerraformStack(app, 'platform');
  new FleetPlatform(platform, 'operators', { cluster });

  const stack = new TerraformStack(app, 'team');
  stack.addDependency(platform);
  const poolOf = (name: string): InferencePool =>
    new InferencePool(stack, name, { cluster, model: Model.MISTRAL_7B_INSTRUCT_V0_3, gpu, maxContextTokens: 4_096 });
  const roleOn = (pool: InferencePool): RoleProps => ({ pool, contextTokens: 4_096 });
  const shared = engines === 1 ? poolOf('all-four') : undefined;
  const [orchestrator, ...workers] = ROLES;
  new AgentFleet(stack, 'team', {
    cluster,
    topology: Topology.hierarchical({ orchestrator, workers }),
    concurrentWorkflows: 10,
    roles: Object.fromEntries(ROLES.map((role) => [role, roleOn(shared ?? poolOf(`${role}-model`))])),
    runtime: { framework: 'langgraph', image: 'registry.example.com/team:1.0.0' },
  });
}
