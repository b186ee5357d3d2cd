/** AF-CLU-064: prefill and decode replicas are joined by a fabric that carries what the one sends to the other, in the time that the roles leave. */

import { gpusOfPod } from '../../capacity/gpus-of-replica';
import { transferBytes, transferSeconds } from '../../capacity/latency/remote-prefill';
import type { RemotePrefill } from '../../capacity/replica-spec';
import { heldTargets } from '../../catalog/latency-targets';
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import { formatGiB, formatInteger } from '../../core/format';
import type { Rule, Violation } from '../../core/rule';
import { toGiB } from '../../core/units';
import { carriesRdma } from '../../platform/fabric';
import type { NodePool } from '../../platform/node-pool';
import { fabricResources } from '../pod-part';
import type { PoolView } from '../pool-view';

const DECLARE = "fabric of the node pool, e.g. { kind: 'infiniband', gbitPerSecond: 3_200, resources: { 'rdma/ib': 8 } }";

export const stagesJoined: Rule<PoolView> = {
  id: 'stages-joined',
  code: 'AF-CLU-064',
  title: 'Prefill and decode replicas are not known to be joined by a network that carries the keys and values of a prompt in time.',
  why: 'Every request waits until the keys and values of its whole prompt have come over the network; over TCP that takes longer than to compute them.',
  fix: 'Put both on one node pool that declares a fabric with RDMA, or leave prefill out.',
  severity: ['error', 'warning'],
  check(pool) {
    const { prefill } = pool.replica;
    if (prefill === undefined) return 'not-applicable';
    const { nodePools } = pool.nodes;
    const [first, ...others] = nodePools;
    if (first === undefined) return pool.setting.nodes.pools.length === 0 ? [undeclared(pool)] : 'not-applicable';
    if (others.length > 0) return [scattered(pool)];
    const { name, fabric } = first;
    if (fabric === undefined || !carriesRdma(fabric)) return [unjoined(name, fabric?.kind)];
    const found = [...missingAdapters(pool, first), ...lateTransfers(pool, prefill)];
    return found.length === 0 ? 'compliant' : found;
  },
};

const asked = { prop: 'prefill', value: 'replicas of their own' } as const;

const undeclared = ({ cluster }: PoolView): Violation => ({
  ...asked,
  severity: 'warning',
  uncertain: true,
  allowed: 'unknown: declare nodePools on the cluster',
  message: `keys and values of every prompt go from node to node, and nobody says how the nodes of cluster ${cluster} are joined`,
  repairs: ['nodePools of the cluster: { gpu, gpusPerNode, nodes, fabric: … }', DECLARE],
});

/** Two pools of nodes are no one network. */
const scattered = ({ spec, nodes: { nodePools } }: PoolView): Violation => ({
  ...asked,
  severity: 'error',
  allowed: 'one node pool, named in nodePool',
  message: `the pods of both stages could go to different node pools (${nodePools.map(({ name }) => `"${name}"`).join(', ')})`,
  repairs: [
    ...(spec.burstNodePools === undefined ? [] : ['leave burstNodePools out']),
    ...nodePools.map(({ name }) => repair(set('nodePool', name))),
  ],
});

const unjoined = (nodePool: string, kind: string | undefined): Violation => ({
  ...asked,
  severity: 'error',
  allowed: 'a node pool whose fabric carries RDMA: infiniband, roce or efa',
  message:
    kind === undefined
      ? `keys and values of every prompt go from node to node, and node pool "${nodePool}" declares no fabric`
      : `keys and values of every prompt would go over TCP: the fabric of node pool "${nodePool}" is ${kind}`,
  repairs: [DECLARE, 'leave prefill out'],
});

/** No pod shares an adapter with another: each asks for one at least, also where its GPUs are a smaller part of a node. */
function missingAdapters(pool: PoolView, { name, nodes, gpusPerNode, fabric }: NodePool): Violation[] {
  if (fabric === undefined) return [];
  const stages = [pool, ...(pool.prefill === undefined ? [] : [pool.prefill])].map(({ replica, maxReplicas }) => ({
    pods: maxReplicas,
    resources: fabricResources(fabric, gpusOfPod(replica) / gpusPerNode),
  }));
  return Object.entries(fabric.resources ?? {}).flatMap(([resource, count]) => {
    const needed = stages.reduce((sum, { pods, resources }) => sum + pods * Number(resources[resource]), 0);
    const there = nodes * count;
    if (needed <= there) return [];
    return [
      {
        ...asked,
        severity: 'error',
        allowed: `at most ${formatInteger(there)} × ${resource}, which the ${formatInteger(nodes)} nodes of "${name}" have`,
        message: `the pods of both stages ask for ${formatInteger(needed)} × ${resource}, at least one each`,
        repairs: [
          `${resource} of more adapters in the fabric of node pool "${name}"`,
          'fewer replicas with more GPUs each',
          'leave prefill out',
        ],
      },
    ];
  });
}

/** Of each role that leaves less to its first token than the way alone takes. */
function lateTransfers({ demand, replica }: PoolView, prefill: RemotePrefill): Violation[] {
  const longest = new Map<string, number>();
  for (const { role, contextTokens, rate } of [...demand.planned, ...demand.peak])
    longest.set(role, Math.max(longest.get(role) ?? 0, Math.ceil(rate?.inputTokens ?? contextTokens)));
  return demand.classes.flatMap(({ role, latency, latencyTargets }) => {
    const [tokens, { ttftMs }] = [longest.get(role), heldTargets(latency, latencyTargets)];
    const target = ttftMs === null ? null : ttftMs / 1_000;
    const owner = latencyTargets?.ttftMs === undefined ? latency : 'the role';
    const seconds = tokens === undefined ? null : transferSeconds(replica, prefill, tokens);
    if (tokens === undefined || target === null || seconds === null || seconds <= target) return [];
    const size = formatGiB(toGiB(transferBytes(replica, tokens)));
    return [
      {
        ...asked,
        severity: 'error',
        allowed: `a transfer below ${target} s`,
        message: `${role}: a prompt of ${formatInteger(tokens)} tokens is ${size} of keys and values, which take ${seconds.toFixed(2)} s at ${formatInteger(Math.round(prefill.gbitPerSecond ?? 0))} Gbit/s; ${owner} leaves ${target} s to the first token`,
        repairs: ["kvCacheDtype: 'fp8'", 'replicas with more GPUs, which have more of the adapters', 'leave prefill out'],
      },
    ];
  });
}
