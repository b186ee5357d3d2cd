/** The fleet `crew` of one role on one pool, which an `ObservabilityStack` watches. */
import { AgentFleet } from '../../lib/agents/agent-fleet';
import type { AgentFleetProps } from '../../lib/agents/agent-fleet-props';
import { Topology } from '../../lib/capacity/demand/topology';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { InferencePool } from '../../lib/inference/inference-pool';
import { ObservabilityStack } from '../../lib/observability/observability-stack';
import type { FleetTemplate } from '../../lib/testing';
import { research, type Setting } from './research-stack';

/** @param given what the fleet is given, made in the same stack */
export function watchedCrew(given: (setting: Setting) => Partial<AgentFleetProps>): { template: FleetTemplate; watch: ObservabilityStack } {
  const made: ObservabilityStack[] = [];
  const build = (setting: Setting): void => {
    const { stack, cluster } = setting;
    const pool = new InferencePool(stack, 'model', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });
    const fleet = new AgentFleet(stack, 'crew', {
      cluster,
      topology: Topology.flat({ agents: ['assistant'] }),
      concurrentWorkflows: 2,
      roles: { assistant: { pool, contextTokens: 4_000 } },
      runtime: { framework: 'langgraph', image: 'registry.example.com/agents:1.0.0' },
      ...given(setting),
    });
    made.push(new ObservabilityStack(stack, 'watch', { cluster, fleets: [fleet] }));
  };
  const template = research(build, { nodePools: { l40s: { gpu: Gpu.L40S, nodes: 2 }, cpu: { nodes: 3 } } });
  return { template, watch: made[0] as ObservabilityStack };
}
