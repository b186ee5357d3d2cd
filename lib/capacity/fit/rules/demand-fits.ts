/** AF-CAP-001: demand over supply, at the floor and at the peak. */
import { formatGiB } from '../../../core/format';
import type { Violation } from '../../../core/rule';
import { violations } from '../../../core/rule';
import { balancesOf, type PoolRule } from '../assessment';
import type { Balance } from '../balance';
import { arithmetic, askedFor, held } from '../explain';

export const demandFits: PoolRule = {
  id: 'demand-fits',
  code: 'AF-CAP-001',
  title: 'The planned sessions need more KV cache than the pool holds.',
  why: 'When the cache of a session is evicted, the engine computes its whole context again at the next turn.',
  fix: 'Take more replicas or larger GPUs, a KV cache of fewer bits, or plan fewer or shorter sessions.',
  severity: 'error',
  needs: ['memory'],
  repairable: { at: ['error'] },
  check(assessment) {
    const balances = balancesOf(assessment).filter(({ supply, demandGiB }) => supply.kvCacheGiB > 0 && demandGiB > 0);
    if (balances.length === 0) return 'not-applicable';
    return violations(balances.filter(({ demandGiB, supplyGiB }) => demandGiB > supplyGiB).map(overflow));
  },
};

function overflow(balance: Balance): Violation {
  const asked = askedFor(balance.input.demands);
  const message = `${asked} need ${formatGiB(balance.demandGiB)} of KV cache; ${held(balance)}`;
  return { message, details: arithmetic(balance), repairs: [] };
}
