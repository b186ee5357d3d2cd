/** Random apps, built through the public constructs: one or two clusters, one to three stacks of fleets, operators beside or among them. */
import { type App, TerraformStack, Testing } from 'cdktf';
import { Cluster, FleetPlatform, Gpu, KarpenterNodePools, Nodes } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { FleetNamespace } from '../../lib/security/fleet-namespace';
import { type AnyCluster, type AskedGpus, anyCluster, clusterOf } from './arbitraries/cluster';
import { type Mostly, neverOdd, nowAndThenOdd, oneIn, pick } from './arbitraries/odd';
import { anyKarpenter, anyPlatform, platformProps } from './arbitraries/platform';
import type { AnyPool } from './arbitraries/pool';
import type { PoolAtHand } from './arbitraries/role';
import { anyStack, fillStack } from './arbitraries/stack';

const fleetOf = (mostly: Mostly) =>
  fc.record({
    clusters: fc.tuple(anyCluster(mostly), anyCluster(mostly)),
    stacks: fc.oneof(
      { weight: 4, arbitrary: fc.array(anyStack(mostly), { minLength: 1, maxLength: 1 }) },
      { weight: 1, arbitrary: fc.array(anyStack(mostly), { minLength: 2, maxLength: 3 }) },
    ),
    platform: oneIn(2, anyPlatform(mostly)),
    karpenter: oneIn(6, anyKarpenter(mostly)),
    tried: fc.record({
      /** Refused before cdktf prepares its stacks, which takes as long as all that is of the library. */
      validatedFirst: pick(true, true, false),
      /** A second synthesis is compared with the first. */
      twice: pick(true, false, false),
    }),
    platformIn: pick('its own stack', 'its own stack', 'its own stack', 'the first stack'),
  });

export const anyFleet = fc.oneof({ weight: 5, arbitrary: fleetOf(neverOdd) }, { weight: 1, arbitrary: fleetOf(nowAndThenOdd) });

export type FleetCase = typeof anyFleet extends fc.Arbitrary<infer T> ? T : never;

const NAMES = ['prod-eu', 'prod-us'] as const;

/** Builds the app; throws what the constructs throw. */
export function build(fleet: FleetCase): App {
  const app = Testing.app();
  const stacks = fleet.stacks.map(({ id }, index) => new TerraformStack(app, index === 0 ? id : `team-${index}`));
  const [first] = stacks as [TerraformStack, ...TerraformStack[]];
  const settings = new TerraformStack(app, 'settings');
  const clusters = fleet.clusters.map((cluster, index) => clusterOf(cluster, NAMES[index] as string, askedGpus(fleet, index), settings));
  operators(fleet, app, stacks, clusters[0] as Cluster);
  if (fleet.karpenter !== undefined) startedNodes(fleet.karpenter, app);
  let poolsOfFirst: readonly PoolAtHand[] = [];
  for (const [index, it] of fleet.stacks.entries()) {
    const stack = stacks[index] as TerraformStack;
    if (index > 0) stack.addDependency(first);
    const on = clusterIndex(it);
    const asked = askedGpus(fleet, on);
    const pools = fillStack(it, {
      stack,
      index,
      cluster: clusters[on] as Cluster,
      firstNamespace: FleetNamespace.defaultName(first),
      // Agents do not reach pools of another cluster.
      poolsOfFirst: on === clusterIndex(fleet.stacks[0] as typeof it) ? poolsOfFirst : [],
      nodePoolOf: (pool) => nodePoolOf(pool, fleet.clusters[on], asked),
    });
    if (index === 0) poolsOfFirst = pools;
  }
  return app;
}

const clusterIndex = ({ onSecondCluster }: FleetCase['stacks'][number]): 0 | 1 => (onSecondCluster ? 1 : 0);

function operators({ platform, platformIn }: FleetCase, app: App, stacks: readonly TerraformStack[], cluster: Cluster): void {
  if (platform === undefined) return;
  const stack = platformIn === 'the first stack' ? (stacks[0] as TerraformStack) : new TerraformStack(app, 'platform');
  new FleetPlatform(stack, 'operators', { cluster, ...platformProps(platform, stack) } as never);
  if (platformIn !== 'the first stack') for (const other of stacks) other.addDependency(stack);
}

/** On a cluster of their own: no pool of the app asks for these nodes. */
function startedNodes(karpenter: object, app: App): void {
  const started = Nodes.karpenter({ gpu: Gpu.L40S, minNodes: 0, nodes: 2 });
  const cluster = Cluster.fromKubeconfig({ context: 'prod-started', nodePools: { started } });
  new KarpenterNodePools(new TerraformStack(app, 'nodes'), 'started-nodes', { cluster, ...karpenter } as never);
}

/** GPUs of a cluster by node pool, each as large as the largest replica on it; encoders run on the last. */
function askedGpus({ stacks }: FleetCase, cluster: number): AskedGpus {
  const replicas = stacks.filter((it) => clusterIndex(it) === cluster).flatMap(({ pools }) => pools.map(({ replica }) => replica));
  const onGpus = stacks.flatMap(({ services }) => (services.onGpus?.gpu instanceof Gpu ? [services.onGpus.gpu.id] : []));
  const gpus = [...new Set([...replicas.map(({ gpu }) => gpu), ...onGpus, Gpu.L40S.id])];
  const perReplica = (gpu: string) =>
    Math.max(1, ...replicas.filter((replica) => replica.gpu === gpu).map((replica) => Number(replica.gpusPerReplica ?? 1) || 1));
  return new Map(gpus.map((gpu, index) => [`gpu-${index}`, { gpu, gpusPerReplica: perReplica(gpu) }]));
}

/** Undefined where the node pools of the cluster are not declared. */
const nodePoolOf = ({ replica }: AnyPool, { nodes }: AnyCluster, asked: AskedGpus): string | undefined =>
  nodes === undefined ? undefined : [...asked].find(([, { gpu }]) => gpu === replica.gpu)?.[0];
