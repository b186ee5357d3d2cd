/** AF-CLU-074: all pods without GPUs together find room on the CPU nodes. */
import type { NodeReserve } from '../../../catalog/node-reserves';
import { type Rule, type Violation, violations } from '../../../core/rule';
import type { NodePool } from '../../node-pool';
import { type Certainty, FACT_OF, NODE_RESOURCES, type NodeResource, nodeRoom } from '../../node-room';
import { amountInWords, namesOf } from '../../node-words';
import type { CpuPods } from '../cpu-pods';

export interface CpuLayer {
  readonly cluster: string;
  readonly pods: readonly CpuPods[];
  /** All node pools without GPUs. */
  readonly nodePools: readonly NodePool[];
  readonly reserve: NodeReserve;
  /** Only some of the node pools, with the pods that are bound to them. @default false */
  readonly isPart?: boolean;
}

export const cpuLayerFitsNodes: Rule<CpuLayer> = {
  id: 'cpu-layer-fits-nodes',
  code: 'AF-CLU-074',
  title: 'The pods without GPUs ask for more CPUs, memory or disk together than the CPU nodes have for pods.',
  why: 'The last of them stay pending; at their ceilings that is when most is to be done.',
  fix: 'Declare more or larger CPU nodes, or ask for less.',
  severity: ['error', 'warning'],
  check(layer) {
    const parts = partsOf(layer).flatMap((part) =>
      NODE_RESOURCES.filter((resource) => isKnown(part, resource)).map((resource) => ({ part, resource })),
    );
    if (parts.length === 0) return 'not-applicable';
    for (const [bound, certainty] of TIERS) {
      const found = [
        ...parts.flatMap(({ part, resource }) => crowded({ ...part, pods: alone(part) }, resource, bound, certainty)),
        ...widest(parts.filter(({ part, resource }) => over(part, resource, bound, certainty).length > 0)).flatMap(({ part, resource }) =>
          over(part, resource, bound, certainty),
        ),
      ];
      if (found.length > 0) return violations(found);
    }
    return 'compliant';
  },
};

const isKnown = ({ nodePools }: CpuLayer, resource: NodeResource): boolean =>
  nodePools.every((nodePool) => nodePool[FACT_OF[resource]] !== undefined);

/**
 * All nodes with all pods, and each set of node pools that some pods are bound to with the pods that may go nowhere else: these share no room with what is outside.
 */
function partsOf(layer: CpuLayer): CpuLayer[] {
  const bound = [...new Map(layer.pods.map(({ nodePools }) => [namesOf(nodePools), nodePools])).values()];
  const sets = bound.filter(({ length }) => length > 0 && length < layer.nodePools.length);
  const within = (nodePools: readonly NodePool[]) =>
    layer.pods.filter((one) => one.nodePools.length > 0 && one.nodePools.every((nodePool) => nodePools.includes(nodePool)));
  const whole = layer.nodePools.length === 0 ? [] : [layer];
  return [...whole, ...sets.map((nodePools) => ({ ...layer, nodePools, pods: within(nodePools), isPart: true }))];
}

/** Pods that are bound to exactly these node pools: what one workload asks of them is said once. */
const alone = ({ pods, nodePools }: CpuLayer): CpuPods[] => pods.filter((one) => namesOf(one.nodePools) === namesOf(nodePools));

interface OverFull {
  readonly part: CpuLayer;
  readonly resource: NodeResource;
}

/** What holds for all nodes is not said again for each part of them. */
const widest = (found: readonly OverFull[]): OverFull[] =>
  found.filter(
    ({ part, resource }) =>
      !found.some((other) => other.resource === resource && other.part !== part && other.part.nodePools.length > part.nodePools.length),
  );

type Bound = 'floor' | 'ceiling';

/** What is certain of the pods that are always there, what is certain of all, and what is only assumed. */
const TIERS: readonly (readonly [Bound, Certainty])[] = [
  ['floor', 'at most'],
  ['ceiling', 'at most'],
  ['floor', 'assured'],
];

const WHOLE = 1e-9;
/** How many pods that are too many are named. */
const NAMED = 5;

function over(layer: CpuLayer, resource: NodeResource, bound: Bound, certainty: Certainty): Violation[] {
  const { cluster, nodePools, reserve, isPart = false } = layer;
  const roomOf = (nodePool: NodePool) => nodeRoom(nodePool, certainty, reserve)[resource] ?? 0;
  // A pod that no node takes is AF-CLU-073.
  const pods = layer.pods.filter(({ asks: each, nodePools: own }) => own.some((nodePool) => (each[resource] ?? 0) <= roomOf(nodePool)));
  const has = sum(nodePools, (nodePool) => nodePool.nodes * roomOf(nodePool));
  const of = (one: CpuPods) => one[bound] * (one.asks[resource] ?? 0);
  const asked = sum(pods, of);
  if (asked <= has + WHOLE) return [];
  const largest = [...pods].sort((one, other) => of(other) - of(one)).slice(0, NAMED);
  return [
    {
      ...severityOf(bound, certainty),
      ...asks(resource, asked, has),
      message: `${bound === 'floor' ? '' : 'at their ceilings '}the pods without GPUs of cluster ${cluster}${isPart ? ` that run on ${namesOf(nodePools)} alone` : ''} ask for ${amountInWords(resource, asked)} together, and ${isPart ? 'these' : 'its CPU'} nodes have ${amountInWords(resource, has)} for pods`,
      details: largest.map((one) => ({ label: one.workload, text: `${one[bound]} × ${amountInWords(resource, one.asks[resource] ?? 0)}` })),
      repairs: [`more nodes, or more ${FACT_OF[resource]}, in the CPU node pools of the cluster`, 'fewer replicas, or less for each'],
    },
  ];
}

/** Of one workload: a node takes so many of its pods whole, whoever else is there. */
function crowded({ pods, reserve }: CpuLayer, resource: NodeResource, bound: Bound, certainty: Certainty): Violation[] {
  return pods.flatMap((one) => {
    const asked = one.asks[resource] ?? 0;
    const room = sum(one.nodePools, (nodePool) => {
      const has = nodeRoom(nodePool, certainty, reserve)[resource] ?? 0;
      return asked === 0 ? Number.POSITIVE_INFINITY : nodePool.nodes * Math.floor(has / asked + WHOLE);
    });
    // A pod that no node takes is AF-CLU-073.
    if (one.nodePools.length === 0 || room === 0 || one[bound] <= room) return [];
    return [
      {
        ...severityOf(bound, certainty),
        prop: 'nodePools',
        value: one[bound],
        allowed: `at most ${room} pods of ${amountInWords(resource, asked)}`,
        message: `${one[bound]} pods of ${one.workload} ${bound === 'floor' ? 'are always there' : 'may be started'}, and the CPU nodes take ${room} of ${amountInWords(resource, asked)}`,
        repairs: [`more nodes, or more ${FACT_OF[resource]}, in the CPU node pools of the cluster`, `fewer replicas of ${one.workload}`],
      },
    ];
  });
}

const asks = (resource: NodeResource, asked: number, has: number) => ({
  prop: 'nodePools',
  value: asked,
  allowed: `at most ${amountInWords(resource, has)}`,
});

const severityOf = (bound: Bound, certainty: Certainty) =>
  certainty === 'assured'
    ? ({ severity: 'warning', uncertain: true } as const)
    : ({ severity: bound === 'floor' ? 'error' : 'warning' } as const);

const sum = <T>(values: readonly T[], of: (value: T) => number): number => values.reduce((total, value) => total + of(value), 0);
