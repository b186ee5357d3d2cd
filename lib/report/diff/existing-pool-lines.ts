/** How a pool that somebody else runs is told in a comparison. */
import { formatInteger, formatUsd } from '../../core/format';
import type { PartDiff } from '../../plan/diff/part-diff';
import type { ExistingPoolPlan } from '../../plan/sections/existing-pool';
import { type DiffRow, type Line, rowsOf } from './diff-row';
import { formatField, NOTHING } from './format-field';
import { sessionsOf } from './pool-lines';

const capacityOf = ({ capacity }: ExistingPoolPlan): string => {
  if (capacity === null) return NOTHING;
  const { kvTokens, requests, tokensPerSecond } = capacity;
  const stated: readonly (readonly [number | null, string])[] = [
    [kvTokens, 'tokens of KV cache'],
    [requests, 'requests'],
    [tokensPerSecond, 'tokens per second'],
  ];
  return stated.flatMap(([value, what]) => (value === null ? [] : [`${formatInteger(value)} ${what}`])).join(', ') || NOTHING;
};

const priceOf = ({ price }: ExistingPoolPlan): string =>
  price == null
    ? 'unknown'
    : `${formatUsd(price.input)} prompts, ${formatUsd(price.output)} answers, ${formatUsd(price.cachedInput)} cached (${price.asOf})`;

const LINES: readonly Line<ExistingPoolPlan>[] = [
  { label: 'model', text: ({ model: { id, servedName } }) => (id === servedName ? id : `${id} as ${servedName}`), tells: ['model'] },
  { label: 'address', text: ({ url }) => url, tells: ['url'] },
  { label: 'stated capacity', text: capacityOf, tells: ['capacity'] },
  { label: 'a million tokens cost', text: priceOf, tells: ['price'] },
  { label: 'cost of its tokens per hour', text: ({ economics }) => formatField('usd', economics?.usdPerHour.plan), tells: ['economics'] },
  { label: 'a day costs', text: ({ economics }) => formatField('usd', economics?.usdPerDay), tells: [] },
  {
    label: 'tokens asked in an hour',
    text: ({ economics }) => formatField('', economics?.tokensPerHour),
    tells: [],
  },
  { label: 'sessions × tokens asked', text: ({ demand }) => sessionsOf(demand), tells: ['demand'] },
  { label: 'the same at the peak', text: ({ peakDemand }) => sessionsOf(peakDemand), tells: ['peakDemand'] },
  { label: 'headroom', text: ({ headroom }) => (headroom === null ? 'unknown' : formatField('headroom', headroom)), tells: ['headroom'] },
  { label: 'verdict', text: ({ verdict }) => verdict, tells: ['verdict'] },
  { label: 'not known', text: ({ missing }) => missing.join('; ') || NOTHING, tells: ['missing'] },
  { label: 'bottleneck', text: ({ bottleneck }) => bottleneck, tells: ['bottleneck'] },
  { label: 'longest request', text: ({ maxContextTokens }) => `${formatInteger(maxContextTokens)} tokens`, tells: ['maxContextTokens'] },
];

export const existingPoolRows = (diff: PartDiff<ExistingPoolPlan>): DiffRow[] => rowsOf(diff, LINES, ['name', 'path']);
