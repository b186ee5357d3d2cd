/** AF-CAP-041: engines that share a card by time-slicing or MPS are not isolated from one another. */
import type { Rule } from '../../core/rule';
import type { SharedCard } from '../shared-card';

export const sharersIsolated: Rule<SharedCard> = {
  id: 'sharers-isolated',
  code: 'AF-CAP-041',
  title: 'Engines share a card without isolation.',
  why: 'Under time-slicing an engine that takes more memory than planned ends the others, and all slow each other down; under MPS a fault of one ends all of them.',
  fix: 'Give engines that must not disturb each other MIG slices or cards of their own; else accept it.',
  severity: 'warning',
  check({ nodePool, gpu, sharing, sharers, isOnlyCard }) {
    if (sharers.length === 0) return 'not-applicable';
    const { strategy = 'time-slicing', engines } = sharing;
    const names = sharers.map(({ name }) => name).join(', ');
    const where = isOnlyCard ? `one ${gpu}` : `cards of node pool "${nodePool}", up to ${engines} on each, in any combination,`;
    const message =
      strategy === 'mps'
        ? `${names} share ${where} by MPS, which its makers call experimental: a fault of one ends all, and how much memory an engine is shown there was not measured`
        : `${names} share ${where} by time-slicing: nothing holds an engine to its share of the memory, and each has 1/${engines} of the speed while all work`;
    return [
      {
        prop: 'nodePool',
        value: nodePool,
        allowed: 'MIG slices, or a card for each, where they must not disturb each other',
        message,
        ...(strategy === 'mps' ? { uncertain: true } : {}),
        repairs: [`sharing left out of node pool "${nodePool}"`, ...(strategy === 'mps' ? ["sharing.strategy: 'time-slicing'"] : [])],
      },
    ];
  },
};
