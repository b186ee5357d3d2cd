/** Labels of a company: a cost center for all that an app makes, and a team for what each of its own constructs makes. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, addLabels, Cluster, FleetPlatform, Gpu, InferencePool, Model, Topology } from 'cdktf-agent-fleet';
import { Construct } from 'constructs';

interface TeamFleetProps {
  readonly cluster: Cluster;
  readonly image: string;
  readonly concurrentWorkflows: number;
}

/** What the teams of a company get: a model and the agents on it. Names on the cluster begin with the team. */
class TeamFleet extends Construct {
  constructor(scope: Construct, team: string, { cluster, image, concurrentWorkflows }: TeamFleetProps) {
    super(scope, team);
    addLabels(this, { 'example.com/team': team });
    const pool = new InferencePool(this, 'model', {
      cluster,
      name: `${team}-model`,
      model: Model.QWEN3_8B,
      gpu: Gpu.L40S,
      maxContextTokens: 8_192,
    });
    new AgentFleet(this, 'fleet', {
      cluster,
      name: team,
      topology: Topology.flat({ agents: ['writer'] }),
      concurrentWorkflows,
      roles: { writer: { pool, contextTokens: 6_000 } },
      runtime: { framework: 'langgraph', image },
    });
  }
}

export function labelledTeams(app: App): void {
  addLabels(app, { 'cost-center': '4711' });
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', nodePools: { l40s: { gpu: Gpu.L40S, nodes: 2 }, cpu: { nodes: 3 } } });
  const platform = new TerraformStack(app, 'platform');
  new FleetPlatform(platform, 'operators', { cluster });
  const stack = new TerraformStack(app, 'teams');
  stack.addDependency(platform);
  new TeamFleet(stack, 'search', { cluster, image: 'registry.example.com/search:2.1.0', concurrentWorkflows: 10 });
  new TeamFleet(stack, 'support', { cluster, image: 'registry.example.com/support:3.0.2', concurrentWorkflows: 5 });
}
