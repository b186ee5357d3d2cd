/** A fleet on a cluster that changes under it, with a pool on each of its node pools. */
import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  Gpu,
  InferencePool,
  type KubeconfigProps,
  type NodePoolProps,
  ObservabilityStack,
  Scaling,
  Topology,
} from 'cdktf-agent-fleet';
import { CLUSTER_ROWS, NODE_POOL_ROWS, NODE_SIZE, ON_NODE_POOL } from '../rows/cluster-rows';
import { allAtOnce, type Side, sidesOf } from '../rows/row';
import { dashed, POOL } from './setting';

/** Nodes that exist on both sides beside those of the rows. */
const NODES: Readonly<Record<string, NodePoolProps>> = {
  steady: { gpu: Gpu.H100_PCIE, nodes: 2, labels: { pool: 'steady' }, ...NODE_SIZE },
  'cluster-cpu': { nodes: 2, labels: { pool: 'cluster-cpu' }, ...NODE_SIZE },
};

export function cluster(app: App, side: Side): void {
  const stack = new TerraformStack(app, 'cluster');
  const nodePools = Object.fromEntries(sidesOf(NODE_POOL_ROWS, side).map(([prop, props]) => [dashed(prop), props as NodePoolProps]));
  const on = Cluster.fromKubeconfig({ ...(allAtOnce(CLUSTER_ROWS, side) as KubeconfigProps), nodePools: { ...NODES, ...nodePools } });
  const pool = new InferencePool(stack, 'steady', {
    cluster: on,
    ...POOL,
    gpu: Gpu.H100_PCIE,
    nodePool: 'steady',
    scaling: Scaling.queueDepth({ min: 1, max: 2 }),
  });
  for (const [name, { gpu = Gpu.H100_PCIE }] of Object.entries(nodePools)) {
    const more = Object.entries(ON_NODE_POOL).find(([prop]) => dashed(prop) === name)?.[1] ?? {};
    new InferencePool(stack, `on-${name}`, { cluster: on, ...POOL, gpu, nodePool: name, ...more });
  }
  const fleet = new AgentFleet(stack, 'fleet', {
    cluster: on,
    topology: Topology.flat({ agents: ['worker'] }),
    concurrentWorkflows: 2,
    roles: { worker: { pool, contextTokens: 2_000 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/crew:1.0.0' },
  });
  new ObservabilityStack(stack, 'observability', { cluster: on, fleets: [fleet] });
}
