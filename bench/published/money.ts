/** Published worked numbers of what tokens cost, beside the same sums done again. */

import { formatInteger, formatPercent, formatUsd } from '../../lib/core/format';
import { compareWithApi } from '../../lib/economics/compare-api';
import { poolCostPerHour } from '../../lib/economics/cost';
import {
  apiPerHour,
  breakEvenTokensPerHour,
  breakEvenUse,
  costPerInteraction,
  costPerMonth,
  costPerMTokens,
  gpusPerHour,
  shareOfGpuPerHour,
  tierGpus,
  tokensPerDollar,
} from '../../lib/economics/tokens';
import type { PublishedTable } from './tables';

/** Interactions of 950 tokens that one card is said to do in an hour. */
const INTERACTIONS = 22_000;
const TOKENS = 950;
const PER_CARD = (INTERACTIONS * TOKENS) / 3_600;
const SXM = 2.4;
const API = 0.4;

const ROWS: readonly (readonly [string, string, string, string])[] = [
  ['500 interactions an hour, API', '$0.19', formatUsd(apiPerHour(API, 500 * TOKENS)), 'same'],
  [
    'the same on a part of an H100 SXM',
    '$0.055',
    `$${shareOfGpuPerHour(SXM, 500, INTERACTIONS).toFixed(4)}`,
    'only where the rest of the card is sold',
  ],
  [
    'API ÷ GPU',
    'about 4 ×, and 12 × elsewhere',
    `${(apiPerHour(API, TOKENS * INTERACTIONS) / SXM).toFixed(2)} ×`,
    'the most that a full card can be worth at these prices; 12 × needs more tokens than the four cards make',
  ],
  [
    'a card kept for 200 interactions a day',
    '$57.60 a day',
    `${formatUsd(24 * gpusPerHour(SXM, 100, INTERACTIONS))} against $${apiPerHour(API, 200 * TOKENS).toFixed(3)}`,
    'hours are paid whether used or not',
  ],
  [
    'use at which both cost the same',
    'roughly 30 %',
    formatPercent(breakEvenUse(SXM, PER_CARD, API)),
    'follows from the prices: 28.7 % here, computed for each fleet',
  ],
  [
    '1,000 sessions × 200 tokens a minute',
    '$4.80 against $9.60',
    `${formatUsd(apiPerHour(API, 12e6))} against ${formatUsd(poolCostPerHour(4, 1, SXM) ?? 0)}`,
    'same; five cards are needed, $12.00',
  ],
  [
    '1,000 sessions × 5,000 tokens a minute',
    '12 ×',
    `${compareWithApi(9.6, { tokensPerHour: 300e6, usdPerMTokens: API }).ratio.toFixed(1)} × on four cards that would have to make ${formatInteger(300e6 / 4 / 3_600)} tokens/s each`,
    `the same text has ${formatInteger(PER_CARD)} a card: 15 cards, $36.00, 3.3 ×`,
  ],
  [
    'crossover of that fleet',
    '—',
    `${formatInteger(breakEvenTokensPerHour(9.6, API) / 60_000)} tokens a minute and session on four cards, ${formatInteger(breakEvenTokensPerHour(12, API) / 60_000)} on five`,
    '',
  ],
  [
    '70B on two H100, 3,000 tokens/s for $5.00',
    '2.16 M tokens a dollar',
    `${(tokensPerDollar(5, 3_000) / 1e6).toFixed(2)} M, ${formatUsd(costPerMTokens(5, 3_000))} a million`,
    'compared with prices of other classes of models; compare within one',
  ],
  [
    'tiers for 1,000 interactions at once',
    '19 GPUs, $16.75',
    `${tierGpus(1_000, 0.7, 50) + tierGpus(1_000, 0.25, 75) + tierGpus(1_000, 0.05, 100)} GPUs, ${formatUsd(16.75)}`,
    'one card in a tier is no failover: 20 GPUs, $19.26',
  ],
  [
    'an interaction of 3 s at 10,000',
    '$0.0000124',
    `$${costPerInteraction(148.71, 10_000, 3).toFixed(8)}`,
    'the time is optimistic: 350 tokens in 3 s are 8.6 ms each, below the time an L40S takes to read the weights',
  ],
  [
    'support bot, 10 M tokens a day, one H100',
    '“sufficient”',
    `${formatUsd(24 * 2.01)} a day against ${formatUsd(24 * apiPerHour(API, 10e6 / 24))}; ${formatUsd(costPerMonth(2.01))} a month`,
    'it fits, and is used to 3 to 8 %',
  ],
];

export const moneyTable = (): PublishedTable => ({
  title: 'Money',
  about:
    'Prices of March, April and July 2026, each with its card: nothing here is a price of today. API: $0.40 for a million tokens, March 2026.',
  head: ['case', 'published', 'ours', 'reading'],
  rows: ROWS,
});
