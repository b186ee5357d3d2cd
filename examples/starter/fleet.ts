import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  acknowledge,
  type Cluster,
  FleetPlatform,
  Gpu,
  InferencePool,
  Model,
  ObservabilityStack,
  Scaling,
  Topology,
} from 'cdktf-agent-fleet';

/** A planner and two kinds of workers on one model. Change it, run `npm test`, and read the plan. */
export function starterFleet(app: App, cluster: Cluster): readonly TerraformStack[] {
  // The operators of the cluster, once. What it has already is 'existing', e.g. { cluster, keda: 'existing' }.
  const platform = new TerraformStack(app, 'platform');
  new FleetPlatform(platform, 'operators', { cluster });

  const stack = new TerraformStack(app, 'fleet');
  stack.addDependency(platform);

  const model = new InferencePool(stack, 'model', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.L40S,
    quantization: 'fp8',
    maxContextTokens: 16_384,
    scaling: Scaling.queueDepth({ min: 2, max: 4 }),
  });

  const fleet = new AgentFleet(stack, 'agents', {
    cluster,
    topology: Topology.hierarchical({ orchestrator: 'planner', workers: ['researcher', 'writer'] }),
    concurrentWorkflows: 10,
    roles: {
      planner: { pool: model, contextTokens: 8_000 },
      researcher: { pool: model, contextTokens: 8_000 },
      writer: { pool: model, contextTokens: 6_000 },
    },
    runtime: { framework: 'langgraph', image: 'registry.example.com/agents:1.0.0', sessionsPerReplica: 20 },
  });

  new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet], budget: { usdPerHour: 5 } });
  acknowledge(stack, {
    rule: 'AF-OBS-006',
    reason: 'a new project has no place for traces yet; docs/guides/tracing.md says how to add one',
    owner: 'platform team',
  });
  acknowledge(stack, {
    rule: 'AF-SEC-004',
    reason: 'what the agents send each other follows with their code; docs/guides/messages.md says how to check it',
    owner: 'platform team',
  });
  return [platform, stack];
}
