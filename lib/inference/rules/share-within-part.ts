/** AF-CAP-042: the MPS daemon gives each of its clients an equal part of the memory, whatever the engine is told. */
import { type Rule, violations } from '../../core/rule';
import { isPool, shareOf, shareProp } from '../gpu-tenant';
import type { SharedCard } from '../shared-card';

export const shareWithinPart: Rule<SharedCard> = {
  id: 'share-within-part',
  code: 'AF-CAP-042',
  title: 'An engine is planned with more of a card than MPS lets it have.',
  why: 'The device plugin limits each client to the memory of the card divided by the engines that may share it; beyond that it runs out of memory.',
  fix: 'Take a smaller share, fewer engines on a card, or time-slicing, which knows no such limit.',
  severity: 'error',
  check({ nodePool, sharing, sharers }) {
    if (sharing.strategy !== 'mps') return 'not-applicable';
    const most = 1 / sharing.engines;
    const above = sharers.map((tenant) => ({ tenant, share: shareOf(tenant) })).filter(({ share }) => share > most + 1e-9);
    return violations(
      above.map(({ tenant, share }) => ({
        prop: shareProp(tenant),
        value: share,
        allowed: `≤ ${most.toFixed(2)}, the part of one of ${sharing.engines} engines`,
        message: `${tenant.name} takes ${share} of a card of node pool "${nodePool}", and MPS gives each of ${sharing.engines} engines ${most.toFixed(2)} of it`,
        repairs: [
          ...(isPool(tenant) ? [`gpuMemoryUtilization: ${(Math.floor(most * 100) / 100).toFixed(2)}`] : []),
          "sharing.strategy: 'time-slicing'",
        ],
      })),
    );
  },
};
