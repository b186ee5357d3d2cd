/** AF-CLU-071: all pods on GPUs together find their CPUs, memory and disk on the nodes of these GPUs. */
import { gpusOfPod, nodesOf } from '../../capacity/gpus-of-replica';
import { set } from '../../core/change';
import { type Advice, type Repair, repair } from '../../core/finding';
import { type Rule, type Violation, violations } from '../../core/rule';
import type { NodePool } from '../../platform/node-pool';
import { type Certainty, FACT_OF, NODE_RESOURCES, type NodeResource, nodeRoom } from '../../platform/node-room';
import { amountInWords } from '../../platform/node-words';
import { type Bound, type Competition, competing, contested, gpusAsked, OF_BOUND, quotaOf } from '../competition';
import { type GpuTenant, kindOf } from '../gpu-tenant';
import { asksOf } from '../pod-asks';

export const podsFitNodes: Rule<Competition> = {
  id: 'pods-fit-nodes',
  code: 'AF-CLU-071',
  title: 'The nodes have GPUs for all pods, but not the CPUs, memory or disk that these pods ask for.',
  why: 'A node is full before its GPUs are taken, so that the last replicas stay pending.',
  fix: 'Ask for no more than the part of a node that belongs to the GPUs of a pod, or add nodes.',
  severity: ['error', 'warning'],
  check(competition) {
    const nodePools = contested(competition);
    if (!NODE_RESOURCES.some((resource) => isKnown(nodePools, resource))) return 'not-applicable';
    for (const [bound, certainty] of TIERS) {
      const found = fitsGpus(competition, bound) ? short(competition, bound, certainty) : [];
      if (found.length > 0) return violations(found);
    }
    return 'compliant';
  },
};

/** What is certain of the replicas that are always there, what is certain of all, and what is only assumed. */
const TIERS: readonly (readonly [Bound, Certainty])[] = [
  ['minReplicas', 'at most'],
  ['maxReplicas', 'at most'],
  ['minReplicas', 'assured'],
];

const isKnown = (nodePools: readonly NodePool[], resource: NodeResource): boolean =>
  nodePools.length > 0 && nodePools.every((nodePool) => nodePool[FACT_OF[resource]] !== undefined);

/** More GPUs than there are is AF-CLU-001. */
const fitsGpus = (competition: Competition, bound: Bound): boolean =>
  gpusAsked(competition, bound) <= (quotaOf(competition) ?? Number.POSITIVE_INFINITY);

function short(competition: Competition, bound: Bound, certainty: Certainty): Violation[] {
  const nodePools = contested(competition);
  const known = NODE_RESOURCES.filter((resource) => isKnown(nodePools, resource));
  const question = { competition, bound, certainty, nodePools, known };
  const crowded = competition.rivals.flatMap((rival) => crowdedPods(question, rival));
  return crowded.length > 0 ? crowded : known.flatMap((resource) => overSum(question, resource));
}

interface Question {
  readonly competition: Competition;
  readonly bound: Bound;
  readonly certainty: Certainty;
  readonly nodePools: readonly NodePool[];
  /** Resources of which every node pool says what its nodes have. */
  readonly known: readonly NodeResource[];
}

const podsOf = ({ competition, bound }: Question, rival: GpuTenant): number =>
  competing(rival, bound, competition.nodePool) * nodesOf(rival.replica);

const WHOLE = 1e-9;

const podsBy = (asked: number | null, room: number | null): number =>
  asked === null || asked === 0 || room === null ? Number.POSITIVE_INFINITY : Math.floor(room / asked + WHOLE);

/** Pods of one pool or service that the nodes take whole, were they alone there. */
function roomFor({ nodePools, known, certainty }: Question, rival: GpuTenant): number {
  const asks = asksOf(rival);
  return sum(nodePools, (nodePool) => {
    const room = nodeRoom(nodePool, certainty);
    const byGpus = Math.floor(nodePool.gpusPerNode / gpusOfPod(rival.replica));
    return nodePool.nodes * Math.min(byGpus, ...known.map((resource) => podsBy(asks[resource], room[resource])));
  });
}

/** Of one pool or service: a node takes so many of its pods whole, whoever else is there. */
function crowdedPods(question: Question, rival: GpuTenant): Violation[] {
  const { nodePools, known, certainty, bound } = question;
  const asks = asksOf(rival);
  const wanted = podsOf(question, rival);
  const byGpus = (nodePool: NodePool) => Math.floor(nodePool.gpusPerNode / gpusOfPod(rival.replica));
  const by = (nodePool: NodePool, resource: NodeResource) => podsBy(asks[resource], nodeRoom(nodePool, certainty)[resource]);
  const room = roomFor(question, rival);
  // A pod that no node takes is AF-CLU-070, and replicas for which nodes have too few GPUs AF-CLU-010.
  if (wanted <= room || room === 0 || wanted > sum(nodePools, (nodePool) => nodePool.nodes * byGpus(nodePool))) return [];
  const tightest = [...known].sort((one, other) => sum(nodePools, (pool) => by(pool, one)) - sum(nodePools, (pool) => by(pool, other)))[0];
  const resource = tightest ?? 'memoryGiB';
  const [nodePool] = nodePools as [NodePool];
  const asked = asks[resource] ?? 0;
  return [
    {
      ...severityOf(bound, certainty),
      value: wanted,
      allowed: `at most ${room} pods of ${amountInWords(resource, asked)}`,
      message: `${wanted} pods of ${kindOf(rival)} ${rival.name} are wanted, and the nodes hold ${room}: each asks for ${amountInWords(resource, asked)}, and a node of "${nodePool.name}" has GPUs for ${byGpus(nodePool)} and ${amountInWords(resource, nodeRoom(nodePool, certainty)[resource] ?? 0)} for all of them`,
      repairs: [
        ...ofItsPart(question, rival, resource, byGpus(nodePool)),
        `${FACT_OF[resource]} for ${byGpus(nodePool)} pods, or more nodes, on node pool "${nodePool.name}"`,
      ],
    },
  ];
}

/** A change of the pool that the finding is about: the part of a node that its GPUs are. */
function ofItsPart({ competition, nodePools }: Question, rival: GpuTenant, resource: NodeResource, pods: number): (Repair | Advice)[] {
  if (resource === 'diskGiB') return ['less disk for each pod, e.g. weights: Weights.claim()'];
  const room = Math.min(...nodePools.map((nodePool) => nodeRoom(nodePool, 'assured')[resource] ?? 0));
  const part = Math.floor(room / Math.max(1, pods));
  if (part < 1) return [];
  const change = resource === 'cpu' ? set('resources.cpu', String(part)) : set('resources.memory', `${part}Gi`);
  return rival === competition.first ? [repair(change)] : [`${change.field}: '${String(change.value)}' of ${rival.path}`];
}

/** Of all together, but those that no node can take, which AF-CLU-070 names. */
function overSum(question: Question, resource: NodeResource): Violation[] {
  const { competition, nodePools, certainty, bound } = question;
  const has = sum(nodePools, (nodePool) => nodePool.nodes * (nodeRoom(nodePool, certainty)[resource] ?? 0));
  const of = (rival: GpuTenant) => podsOf(question, rival) * (asksOf(rival)[resource] ?? 0);
  const placeable = competition.rivals.filter((rival) => roomFor(question, rival) > 0);
  const asked = sum(placeable, of);
  if (asked <= has + WHOLE) return [];
  return [
    {
      ...severityOf(bound, certainty),
      value: asked,
      allowed: `at most ${amountInWords(resource, has)}`,
      message: `the pods on ${competition.first.spec.gpu.name} of cluster ${competition.first.cluster} ask for ${amountInWords(resource, asked)} together, and its nodes have ${amountInWords(resource, has)} for pods`,
      details: placeable.map((rival) => ({
        label: rival.path,
        text: `${podsOf(question, rival)} × ${amountInWords(resource, asksOf(rival)[resource] ?? 0)}`,
      })),
      repairs: [
        `less for each pod: ${resource === 'diskGiB' ? 'weights' : 'resources'} of these pools`,
        `more nodes, or more ${FACT_OF[resource]}`,
      ],
    },
  ];
}

const severityOf = (bound: Bound, certainty: Certainty) =>
  certainty === 'assured' ? ({ ...OF_BOUND[bound], severity: 'warning', uncertain: true } as const) : OF_BOUND[bound];

const sum = <T>(values: readonly T[], of: (value: T) => number): number => values.reduce((total, value) => total + of(value), 0);
