/** The operators and the node pools of a cluster that no fleet of the matrix runs on. */
import { type App, TerraformStack } from 'cdktf';
import {
  Cluster,
  FleetPlatform,
  type FleetPlatformProps,
  Gpu,
  KarpenterNodePools,
  type KarpenterNodePoolsProps,
  Nodes,
} from 'cdktf-agent-fleet';
import { KARPENTER_ROWS, NODE_CLASS, NODE_CLASS_ROWS, PLATFORM_ROWS } from '../rows/platform-rows';
import { allAtOnce, type Side, sidesOf } from '../rows/row';
import { dashed } from './setting';

export function platform(app: App, side: Side): void {
  const stack = new TerraformStack(app, 'platform');
  const ofPools = sidesOf(KARPENTER_ROWS, side).map(([prop, props]) => ({
    name: dashed(prop),
    props: { nodeClass: NODE_CLASS, ...props },
  }));
  const ofClasses = sidesOf(NODE_CLASS_ROWS, side).map(([prop, props]) => ({ name: `class-${dashed(prop)}`, props: { nodeClass: props } }));
  const started = [...ofPools, ...ofClasses];
  const names = [...started.map(({ name }) => name), 'another'];
  const nodes = Nodes.karpenter({ gpu: Gpu.L40S, minNodes: 0, nodes: 2 });
  const cluster = Cluster.fromKubeconfig({
    context: 'platform',
    nodePools: { ...Object.fromEntries(names.map((name) => [name, nodes])), operators: { nodes: 3, labels: { pool: 'operators' } } },
  });
  new FleetPlatform(stack, 'operators', { cluster, ...(allAtOnce(PLATFORM_ROWS, side) as Partial<FleetPlatformProps>) });
  for (const { name, props } of started)
    new KarpenterNodePools(stack, `karpenter-${name}`, {
      cluster,
      nodePools: [name],
      ...(props as Pick<KarpenterNodePoolsProps, 'nodeClass'>),
    });
}
