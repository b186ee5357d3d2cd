/** AF-CPU-046: all pods of a pooler together open no more connections than Postgres takes. */
import type { Rule } from '../../core/rule';
import { KEPT_CONNECTIONS } from '../pooler-connections';
import type { StoreConnections } from '../state-connections';

export const poolerWithinConnections: Rule<StoreConnections> = {
  id: 'pooler-within-connections',
  code: 'AF-CPU-046',
  title: 'The pods of a pooler may open more connections to Postgres than it takes.',
  why: 'Postgres refuses those beyond its maximum, and the pooler hands the error to a client that did nothing wrong.',
  fix: 'Let each pod open fewer, or raise maxConnections of the store.',
  severity: 'error',
  check({ store, maxConnections, pooler }) {
    if (pooler === undefined) return 'not-applicable';
    const { pods, serverConnections } = pooler;
    const room = maxConnections - KEPT_CONNECTIONS;
    if (pods * serverConnections <= room) return 'compliant';
    const most = Math.floor(room / pods);
    const needed = pods * serverConnections + KEPT_CONNECTIONS;
    return [
      {
        prop: 'pooler.serverConnections',
        value: serverConnections,
        allowed: `at most ${most} of maxConnections ${maxConnections}: ${pods} pods while one is replaced, and ${KEPT_CONNECTIONS} for the operator and superusers`,
        message: `the pooler of ${store} may open ${pods} × ${serverConnections} connections, and ${KEPT_CONNECTIONS} are kept: Postgres takes ${maxConnections}`,
        repairs: [...(most > 0 ? [`serverConnections: ${most}`] : ['fewer instances of the pooler']), `maxConnections: ${needed}`],
      },
    ];
  },
};
