/** AF-CAP-017: the engine refuses to start when its pool cannot hold one request of `max-model-len`. */
import { formatGiB, formatInteger } from '../../../core/format';
import { toGiB } from '../../../core/units';
import type { PoolRule } from '../assessment';
import { sessionBytes } from '../balance';
import { budgetLines } from '../explain';

export const oneRequestFits: PoolRule = {
  id: 'one-request-fits',
  code: 'AF-CAP-017',
  title: 'One request of full length does not fit.',
  why: 'The engine compares its KV cache with one request of maxContextTokens when it starts, and stops where that does not fit.',
  fix: 'Lower maxContextTokens, or leave more of the GPU to the KV cache.',
  severity: 'error',
  bottleneck: 'one full-length request',
  needs: ['memory'],
  repairable: { at: ['error'] },
  check({ input: { replica }, floor: { supply } }) {
    if (supply.kvCacheGiB <= 0 || supply.kvBytesPerToken === 0) return 'not-applicable';
    const asked = replica.maxContextTokens;
    const needGiB = toGiB(sessionBytes(replica, supply, asked));
    if (needGiB <= supply.kvCacheGiB) return 'compliant';
    const message = `one request of ${formatInteger(asked)} tokens needs ${formatGiB(needGiB)} of KV cache; a replica holds ${formatGiB(supply.kvCacheGiB)} (${formatInteger(supply.kvTokens)} tokens)`;
    const allowed = `≤ ${formatInteger(supply.kvTokens)}`;
    return [{ prop: 'maxContextTokens', value: asked, allowed, message, details: budgetLines(replica, supply), repairs: [] }];
  },
};
