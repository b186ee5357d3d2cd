/** AF-CAP-036: one session in twenty is longer than the cap, and no strategy and no pool takes it. */
import { formatInteger } from '../../../core/format';
import { capOf } from '../context-percentiles';
import type { ContextRule } from '../role-context';

export const measuredContextWithinCap: ContextRule = {
  id: 'measured-context-within-cap',
  code: 'AF-CAP-036',
  title: 'The measured contexts of a role reach beyond the cap of its pool, and no pool takes the longer sessions.',
  why: 'One session in twenty would be refused.',
  fix: 'Raise maxContextTokens to the p95, or send long sessions to a pool of their own.',
  severity: 'error',
  check({ role, percentiles, strategy, capTokens }) {
    if (percentiles === undefined || strategy !== undefined) return 'not-applicable';
    const { p95Tokens } = percentiles;
    if (p95Tokens <= capTokens) return 'compliant';
    const message = `the p95 context of '${role}' is ${formatInteger(p95Tokens)} tokens, over the pool's cap of ${formatInteger(capTokens)}, and no pool takes the longer sessions`;
    return [
      {
        prop: `roles.${role}.contextTokens`,
        value: p95Tokens,
        allowed: `≤ ${formatInteger(capTokens)}`,
        message,
        repairs: [
          `maxContextTokens of its pool at ${formatInteger(capOf(percentiles))}`,
          'contextStrategy: ContextStrategy.longPool({ capTokens, pool }) with a pool for long sessions',
          'a sliding window or summaries',
        ],
      },
    ];
  },
};
