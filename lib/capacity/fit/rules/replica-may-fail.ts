/** AF-CAP-020: with several replicas, one may be lost; say so when the rest does not carry the plan. */
import { set } from '../../../core/change';
import { repair } from '../../../core/finding';
import { OPERATIONAL } from '../../../core/rule';
import type { PoolRule } from '../assessment';
import { HEADROOM } from '../headroom';
import { leftWithoutOne, survivesReplicaLoss } from '../replica-loss';

export const replicaMayFail: PoolRule = {
  id: 'replica-may-fail',
  code: 'AF-CAP-020',
  title: 'With one replica less the pool would hold less than the demand.',
  why: 'A node that fails or is upgraded takes a replica with it for minutes.',
  fix: 'Take one replica more.',
  severity: OPERATIONAL,
  needs: ['memory'],
  check({ floor }) {
    const { replicas } = floor.input;
    if (replicas < 2 || floor.headroom < HEADROOM.rejectedBelow) return 'not-applicable';
    if (survivesReplicaLoss(floor)) return 'compliant';
    const message = `one lost replica leaves ${leftWithoutOne(floor)}`;
    return [{ prop: 'replicas', value: replicas, allowed: `≥ ${replicas + 1}`, message, repairs: [repair(set('replicas', replicas + 1))] }];
  },
};
