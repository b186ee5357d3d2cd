/** AF-CAP-044: a card is paid whole, also where no pool takes some of its slices. */
import type { Rule } from '../../core/rule';
import type { CutCard } from '../cut-card';

export const slicesUsed: Rule<CutCard> = {
  id: 'slices-used',
  code: 'AF-CAP-044',
  title: 'A card has MIG slices that no pool uses.',
  why: 'Each pool is planned with its part of the price, and the slices of nobody are paid as well.',
  fix: 'Cut the cards into as many slices as pools use, or put another pool there.',
  severity: 'warning',
  check({ nodePool, mig: { layout }, used, cards, idleShare }) {
    if (cards === 0) return 'not-applicable';
    if (idleShare === 0) return 'compliant';
    const idle = Object.entries(layout).flatMap(([profile, count]) => {
      const free = cards * count - (used[profile] ?? 0);
      return free === 0 ? [] : [`${free} × ${profile}`];
    });
    const whole = `${cards} ${cards === 1 ? 'card' : 'cards'}`;
    return [
      {
        prop: 'nodePool',
        value: nodePool,
        allowed: 'a pool on every slice',
        message: `the pools need ${whole} of node pool "${nodePool}", on which ${idle.join(' and ')} are unused; the plan leaves ${Math.round(idleShare * 100)} % of the price of ${whole} out`,
        repairs: ['another pool on these slices', `mig.layout of node pool "${nodePool}" without slices that nobody uses`],
      },
    ];
  },
};
