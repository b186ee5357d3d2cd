/** What tokens cost at an API: the other side of every crossover. */
import type { ApiPriceRow } from './price-row';

export const API_PRICES: readonly ApiPriceRow[] = [
  {
    id: 'managed-small',
    provider: 'managed API, small-model class',
    inputUsdPerMillion: null,
    outputUsdPerMillion: null,
    mixedUsdPerMillion: 0.4,
    asOf: '2026-03',
    source: 'published comparison of 2026-03-24',
  },
  {
    id: 'gpt-4o-mini-equivalent',
    provider: 'managed API, GPT-4o-mini equivalent',
    inputUsdPerMillion: null,
    outputUsdPerMillion: null,
    mixedUsdPerMillion: 0.4,
    asOf: '2026-03',
    source: 'published comparison of 2026-03-24',
    note: 'given as $0.38 per 1,000 interactions of 950 tokens',
  },
  {
    id: 'sonnet-class',
    provider: 'frontier API, Sonnet class',
    inputUsdPerMillion: 3,
    outputUsdPerMillion: 15,
    mixedUsdPerMillion: null,
    asOf: '2026-07',
    source: 'published comparison of 2026-07-03',
  },
  {
    id: 'opus-class',
    provider: 'frontier API, Opus class',
    inputUsdPerMillion: 5,
    outputUsdPerMillion: 25,
    mixedUsdPerMillion: null,
    asOf: '2026-07',
    source: 'published comparison of 2026-07-03',
  },
];

/** Hyperscaler inference services ask this many times the raw compute, lowest and highest. */
export const HYPERSCALER_MARKUP = { times: [5, 10], asOf: '2026-03', source: 'published playbook of 2026-03-08' } as const;
