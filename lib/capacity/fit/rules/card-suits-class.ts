/** AF-LAT-003: who is waited for wants the first token soon, who is not wants tokens for little money. */
import { set } from '../../../core/change';
import { repair } from '../../../core/finding';
import { formatUsd } from '../../../core/format';
import type { Rule } from '../../../core/rule';
import { type Card, compareCards, type TieredPool } from '../gpu-tier';
import { nameInCode } from '../repair-candidates/repair-candidate';

export const cardSuitsClass: Rule<TieredPool> = {
  id: 'card-suits-class',
  code: 'AF-LAT-003',
  title:
    'Another card of the price list serves the latency class better: with an earlier first token for no more money, or cheaper where no user waits.',
  why: 'The pool pays for what its roles do not need.',
  fix: 'Take the card that is named.',
  severity: 'warning',
  check(tiered) {
    const cards = compareCards(tiered);
    if (cards === null) return 'not-applicable';
    const { own, best } = cards;
    if (best === undefined) return 'compliant';
    const isBackground = tiered.target === 'background';
    return [
      {
        prop: 'gpu',
        value: tiered.pool.replica.gpu.id,
        allowed: isBackground ? 'the card with the lowest price of a token' : 'the card with the soonest first token for the money',
        message: isBackground ? cheaper(own, best) : sooner(tiered, own, best),
        repairs: [repair(set('gpu', nameInCode(best.gpu)))],
      },
    ];
  },
};

const cheaper = (own: Card, best: Card) =>
  `no user waits for this pool, and ${best.gpu.name} makes a million tokens for ${formatUsd(best.usdPerMTokens)} where ${own.gpu.name} takes ${formatUsd(own.usdPerMTokens)}`;

const sooner = ({ target }: TieredPool, own: Card, best: Card) =>
  `users wait for this pool (${target}), and ${best.gpu.name} gives the first token after ${best.ttftMs.toFixed(0)} ms where ${own.gpu.name} takes ${own.ttftMs.toFixed(0)} ms, for ${formatUsd(best.usdPerHour)} an hour instead of ${formatUsd(own.usdPerHour)}`;
