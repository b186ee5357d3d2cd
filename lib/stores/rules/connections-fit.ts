/** AF-CPU-045: connections beyond what a database takes are refused, or wait for one that ends. */
import type { Rule } from '../../core/rule';
import type { StoreConnections } from '../state-connections';

export const connectionsFit: Rule<StoreConnections> = {
  id: 'connections-fit',
  code: 'AF-CPU-045',
  title: 'The clients of a state store may open more connections than it takes.',
  why: 'Connections beyond them are refused, or wait until others are closed, when all clients are busy: agents then fail where they save a step.',
  fix: 'Let each pod open fewer, raise maxConnections, or put a pooler in transaction mode before the store.',
  severity: 'warning',
  check({ store, clients, room, of, pooler }) {
    if (clients.length === 0) return 'not-applicable';
    const needed = clients.reduce((sum, { connections }) => sum + connections, 0);
    if (needed <= room) return 'compliant';
    const named = clients.map(({ client, connections }) => `${client} ${connections}`).join(', ');
    return [
      {
        prop: 'maxConnections',
        value: needed,
        allowed: `at most ${room}: ${of}`,
        message: `clients of ${store} may open ${needed} connections (${named}), and it takes ${room}: ${of}`,
        repairs: [
          ...(pooler === undefined
            ? ["pooler: { mode: 'transaction' }"]
            : ["mode: 'transaction', or more clientConnections, of the pooler"]),
          'a larger maxConnections, which takes memory of each server',
          'fewer databaseConnections of the runtimes',
        ],
      },
    ];
  },
};
