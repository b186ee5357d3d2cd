/** AF-ENG-045: an engine says itself how it runs on several nodes; one that says nothing cannot. */
import { nodesOf } from '../../capacity/gpus-of-replica';
import { remove } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import type { PoolView } from '../pool-view';

export const engineSpansNodes: Rule<PoolView> = {
  id: 'engine-spans-nodes',
  code: 'AF-ENG-045',
  title: 'A replica is spread over several nodes, and its engine cannot run on them.',
  why: 'The pods of the replica would each start a server of their own, which lacks GPUs.',
  fix: 'Take an engine that runs on several nodes, or a replica that fits into one.',
  severity: 'error',
  check({ replica, engine, adapter }) {
    const nodes = nodesOf(replica);
    if (nodes === 1) return 'not-applicable';
    if (adapter.multiNode !== undefined) return 'compliant';
    return [
      {
        prop: 'nodesPerReplica',
        value: nodes,
        allowed: '1',
        message: `pools of ${engine.name} run on one node`,
        repairs: [repair(remove('nodesPerReplica')), 'leave engine out'],
      },
    ];
  },
};
