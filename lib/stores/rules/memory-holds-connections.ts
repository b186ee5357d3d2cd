/** AF-CPU-048: connections take memory of the server, and Kubernetes ends the one that takes more than its limit. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import { connectionMemory, connectionsWithin, LEAST_CONNECTIONS, MOST_MEMORY_GIB, memoryFor } from '../connection-memory';
import { KEPT_CONNECTIONS } from '../pooler-connections';
import type { StoreConnections } from '../state-connections';

export const memoryHoldsConnections: Rule<StoreConnections> = {
  id: 'memory-holds-connections',
  code: 'AF-CPU-048',
  title: 'The connections that a Postgres server may have open take more memory than its pod has.',
  why: 'The kernel ends a process of the server, which then ends all connections and starts anew, in the middle of the busiest hour.',
  fix: 'Give the store more memory or fewer connections, or put a pooler in transaction mode before it.',
  severity: ['error', 'warning'],
  check(store) {
    const { open, memoryGiB } = store;
    if (open === null) return 'not-applicable';
    const memory = connectionMemory(open.connections, memoryGiB);
    const hasMiB = memoryGiB * 1_024;
    if (memory.busyMiB <= hasMiB) return 'compliant';
    const { sharedBuffersMiB, serverMiB, processMiB, pageTableMiB, workMiB, idleMiB, busyMiB } = memory;
    const each = `${processMiB} MiB of a process, ${round(pageTableMiB)} of its page table and ${workMiB} of work_mem`;
    return [
      {
        // Connections that clients say they open are there; those that Postgres merely takes may never be.
        severity: open.isStated && idleMiB > hasMiB ? 'error' : 'warning',
        prop: 'memoryGiB',
        value: memoryGiB,
        allowed: `at least ${Math.ceil(busyMiB)} MiB for ${open.connections} connections: ${sharedBuffersMiB} MiB of shared buffers, ${serverMiB} of the server, and for each connection ${each}`,
        message: `${open.connections} connections (${open.of}) may take ${Math.ceil(busyMiB)} MiB of a server of ${store.store}, ${Math.ceil(idleMiB)} while they do nothing, and it has ${Math.floor(hasMiB)}`,
        repairs: repairsOf(store, open.connections),
      },
    ];
  },
};

const round = (mib: number): number => Math.round(mib * 10) / 10;

function repairsOf({ memoryGiB, open, pooler }: StoreConnections, connections: number) {
  const least = memoryFor(connections);
  const most = connectionsWithin(memoryGiB);
  const perPod = pooler === undefined ? 0 : Math.floor((most - KEPT_CONNECTIONS) / pooler.pods);
  return [
    ...(least === null || least > MOST_MEMORY_GIB ? [] : [repair(set('memoryGiB', least))]),
    ...(pooler === undefined && open?.isStated === false && most >= LEAST_CONNECTIONS ? [repair(set('maxConnections', most))] : []),
    ...(pooler === undefined && most >= LEAST_CONNECTIONS
      ? [`maxConnections: ${most} with pooler: { mode: 'transaction' }, which lets clients share them`]
      : []),
    ...(perPod >= 1 ? [repair(set('pooler.serverConnections', perPod))] : []),
  ];
}
