/** A fleet and its pools as plain values, without a construct. */
import type { AgentFleetSpec } from '../../lib/agents/agent-fleet-props';
import { type FleetSetting, fleetView } from '../../lib/agents/fleet-view';
import { Topology } from '../../lib/capacity/demand/topology';
import { brandPool, type IInferencePool } from '../../lib/inference/contract';
import { poolDemand } from '../../lib/inference/pool-demand';
import { type PoolView, poolView } from '../../lib/inference/pool-view';
import { ClusterNodes } from '../../lib/platform/cluster-nodes';
import { POOL_SPEC } from './pool-spec';

const NODES = new ClusterNodes('prod', []);
/** A pool that is a name and nothing else; its view is looked up by it. */
export function named(name: string): IInferencePool {
  const pool = { name } as IInferencePool;
  brandPool(pool);
  return pool;
}

/** Pools whose demand is what the fleet of the same world asks of them. */
export function world(
  spec: Partial<AgentFleetSpec>,
  changes: Partial<FleetSetting> = {},
  pools: Readonly<Record<string, object>> = { p: {} },
) {
  const views: Record<string, PoolView> = Object.fromEntries(
    Object.entries(pools).map(([name, props]) => {
      const place = { name, path: `stack/${name}`, namespace: 'stack', nodes: NODES, image: (reference: string) => reference };
      return [name, poolView({ ...POOL_SPEC, ...props }, { ...place, demand: () => poolDemand([fleet.demandOn(place.path)]) })];
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
    runtime: { framework: 'custom', image: 'i:1', replicas: 2 },
    ...spec,
  };
  const fleet = fleetView(props as AgentFleetSpec, setting);
  return { fleet, views };
}
