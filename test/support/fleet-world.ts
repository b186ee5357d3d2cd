/** A fleet and its pools as plain values, without a construct. */
import type { AgentFleetSpec } from '../../lib/agents/agent-fleet-props';
import { type FleetSetting, fleetView } from '../../lib/agents/fleet-view';
import { Topology } from '../../lib/capacity/demand/topology';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import type { IInferencePool } from '../../lib/inference/contract';
import type { InferencePoolSpec } from '../../lib/inference/inference-pool-props';
import { poolDemand } from '../../lib/inference/pool-demand';
import { type PoolView, poolView } from '../../lib/inference/pool-view';
import { ClusterNodes } from '../../lib/platform/cluster-nodes';

const NODES = new ClusterNodes('prod', []);
const SPEC = {
  model: Model.LLAMA_3_1_8B_INSTRUCT,
  gpu: Gpu.H100_SXM,
  gpusPerReplica: 1,
  maxContextTokens: 8_192,
  quantization: 'checkpoint',
  allowExperimentalFp8Kv: false,
  gpuMemoryUtilization: 0.9,
  extraArgs: [],
  env: {},
} as unknown as InferencePoolSpec;

/** A pool that is a name and nothing else; its view is looked up by it. */
export const named = (name: string) => ({ name }) as IInferencePool;

/** Pools whose demand is what the fleet of the same world asks of them. */
export function world(
  spec: Partial<AgentFleetSpec>,
  changes: Partial<FleetSetting> = {},
  pools: Readonly<Record<string, object>> = { p: {} },
) {
  const views: Record<string, PoolView> = Object.fromEntries(
    Object.entries(pools).map(([name, props]) => {
      const place = { name, path: `stack/${name}`, namespace: 'stack', nodes: NODES, image: (reference: string) => reference };
      return [name, poolView({ ...SPEC, ...props }, { ...place, demand: () => poolDemand([fleet.demandOn(place.path)]) })];
    }),
  );
  const setting: FleetSetting = {
    name: 'f',
    path: 'stack/f',
    nodes: NODES,
    hasStateStore: true,
    poolOf: ({ name }) => views[name] as PoolView,
    longerThan: () => [],
    ...changes,
  };
  const props = {
    topology: Topology.flat({ agents: ['a'] }),
    concurrentWorkflows: 4,
    runtime: { framework: 'custom', image: 'i:1' },
    ...spec,
  };
  const fleet = fleetView(props as AgentFleetSpec, setting);
  return { fleet, views };
}
