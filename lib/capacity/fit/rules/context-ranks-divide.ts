/** AF-CAP-031: ranks can share the tokens of a cache only where each would hold a copy of it; states and windows cannot be shared. */
import { set } from '../../../core/change';
import { repair } from '../../../core/finding';
import { kvCopies } from '../../model/kv-copies';
import type { ReplicaRule } from '../assessment';

export const contextRanksDivide: ReplicaRule = {
  id: 'context-ranks-divide',
  code: 'AF-CAP-031',
  title: 'The context is shared by more ranks than hold copies of it.',
  why: 'Decode context parallel divides the copies of the KV cache that tensor parallel makes; windows and states have none.',
  fix: 'Take a divisor of the copies, or leave parallelism.decodeContext out.',
  severity: 'error',
  bottleneck: 'decode context ranks',
  repairable: { at: ['error'] },
  check({ input: { replica } }) {
    const ranks = replica.decodeContextParallel ?? 1;
    if (ranks === 1) return 'not-applicable';
    const { facts } = replica.model;
    const shareable = facts.slidingWindow === null && facts.linearState === null;
    const copies = shareable ? kvCopies(facts, replica.tensorParallel) : 1;
    if (copies % ranks === 0) return 'compliant';
    const why = shareable
      ? `tensor parallel ${replica.tensorParallel} holds ${copies} copies of each token`
      : 'its windows and states cannot be shared';
    const message = `${ranks} ranks cannot share the KV cache of ${facts.id}: ${why}`;
    const repairs = [repair(set('decodeContextParallel', copies))];
    return [{ prop: 'decodeContextParallel', value: ranks, allowed: `a divisor of ${copies}`, message, repairs }];
  },
};
