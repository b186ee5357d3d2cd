/** An API in place of a pool, where the measured tokens would cost less there. */
import { formatInteger, formatUsd } from '../../core/format';
import { HOURS_PER_MONTH } from '../../core/units';
import type { MeasuredPoolReport } from '../measured-pool-report';
import type { Proposal } from './proposal';

export function apiProposal({ planned: { pool, roles }, load, label }: MeasuredPoolReport): Proposal[] {
  const { tokensPerHour, usdPerHour } = load;
  const priced = roles.flatMap(({ economics }) =>
    economics?.crossover === undefined ? [] : [{ ...economics.crossover, tokens: economics.tokensPerHour ?? 0 }],
  );
  // A role without a price of its own may be what the pool is there for.
  if (tokensPerHour === null || usdPerHour === null || roles.length === 0 || priced.length < roles.length) return [];
  const planned = priced.reduce((sum, { tokens }) => sum + tokens, 0);
  if (planned <= 0) return [];
  const perMillion = priced.reduce((sum, { usdPerMillionTokens, tokens }) => sum + usdPerMillionTokens * tokens, 0) / planned;
  const api = (tokensPerHour / 1e6) * perMillion;
  if (api >= usdPerHour) return [];
  const names = [...new Set(priced.map((one) => one.api))].join(', ');
  return [
    {
      kind: 'api',
      pools: [label],
      change: `apiRoles in place of ${pool.name}: ${roles.map(({ name }) => name).join(', ')} at ${names}`,
      why: `${label} cost ${formatUsd(usdPerHour)} an hour, and its ${formatInteger(Math.round(tokensPerHour))} tokens an hour cost ${formatUsd(api)} at ${names}, in the mix of the plan`,
      provided: 'the API answers as well, and may have the data',
      usdPerMonth: Math.round((usdPerHour - api) * HOURS_PER_MONTH),
    },
  ];
}
