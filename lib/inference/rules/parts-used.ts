/** AF-CAP-043: a card is paid whole, also where its engines leave a part of it to nobody. */
import type { Rule } from '../../core/rule';
import type { SharedCard } from '../shared-card';

export const partsUsed: Rule<SharedCard> = {
  id: 'parts-used',
  code: 'AF-CAP-043',
  title: 'A shared card has a part that no pool uses.',
  why: 'Each engine is planned with its part of the price, and the part of nobody is paid as well.',
  fix: 'Declare as many engines as share the card, or put another pool there.',
  severity: 'warning',
  check({ nodePool, gpu, sharing: { engines }, sharers }) {
    const used = sharers.reduce((sum, { idleReplicas }) => sum + idleReplicas, 0);
    const free = (engines - (used % engines)) % engines;
    if (free === 0) return used === 0 ? 'not-applicable' : 'compliant';
    return [
      {
        prop: 'nodePool',
        value: nodePool,
        allowed: `engines on every part: ${engines} of each card`,
        message: `${used} of the parts of ${gpu} are used and ${free} of the last card ${free === 1 ? 'is' : 'are'} not; the plan leaves ${free}/${engines} of its price out`,
        repairs: [
          ...(used > 1 && used < engines ? [`sharing.engines: ${used} of node pool "${nodePool}"`] : []),
          'another pool on this node pool',
        ],
      },
    ];
  },
};
