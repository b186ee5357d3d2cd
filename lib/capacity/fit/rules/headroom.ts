/** AF-CAP-002: it fits, but a spike would not. */
import { formatGiB, formatPercent } from '../../../core/format';
import { type Violation, violations } from '../../../core/rule';
import { balancesOf, type PoolRule } from '../assessment';
import type { Balance } from '../balance';
import { arithmetic, askedFor, held } from '../explain';
import { HEADROOM } from '../headroom';

export const headroom: PoolRule = {
  id: 'headroom',
  code: 'AF-CAP-002',
  title: 'Less than a tenth of the KV cache would stay free (error), or less than 15 % (warning): any spike would exhaust it.',
  why: 'Sessions are not all as long as planned; without room for the longer ones the engine preempts others.',
  fix: 'Leave 15 % of the KV cache free: more replicas, larger GPUs, fewer or shorter sessions.',
  severity: ['error', 'warning'],
  needs: ['memory'],
  repairable: { at: ['error'] },
  check(assessment) {
    const balances = balancesOf(assessment).filter(({ demandGiB, headroom: free }) => demandGiB > 0 && free >= 0);
    if (balances.length === 0) return 'not-applicable';
    return violations(balances.filter((balance) => balance.headroom < HEADROOM.tightBelow).map(narrow));
  },
};

function narrow(balance: Balance): Violation {
  const rejected = balance.headroom < HEADROOM.rejectedBelow;
  const limit = rejected ? HEADROOM.rejectedBelow : HEADROOM.tightBelow;
  const free = `${(Math.floor(balance.headroom * 1000) / 10).toFixed(1)} %`;
  const asked = `${askedFor(balance.input.demands)} need ${formatGiB(balance.demandGiB)} of KV cache and ${held(balance)}`;
  return {
    severity: rejected ? 'error' : 'warning',
    value: Number(balance.headroom.toFixed(3)),
    allowed: `≥ ${formatPercent(HEADROOM.rejectedBelow)} free, ${formatPercent(HEADROOM.tightBelow)} recommended`,
    message: `${asked}: ${free} stays free, below ${formatPercent(limit)}`,
    details: arithmetic(balance),
    repairs: [],
  };
}
