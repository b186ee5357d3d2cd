/** AF-CAP-010: the pool that long sessions go to has to be there, and to admit what is sent to it. */
import { on, set } from '../../../core/change';
import { repair } from '../../../core/finding';
import { formatInteger } from '../../../core/format';
import { own } from '../../../core/own';
import { contextAfter } from '../context-growth';
import type { ContextRule } from '../role-context';

export const longPoolAdmits: ContextRule = {
  id: 'long-pool-admits',
  code: 'AF-CAP-010',
  title: 'The pool for long sessions of a role does not exist, or admits less than they reach.',
  why: 'No pool takes the requests of a session that outgrows its own pool.',
  fix: 'Name a pool that exists and whose maxContextTokens covers the longest session.',
  severity: 'error',
  check({ role, growth, strategy, longPools }) {
    if (growth === undefined || strategy?.kind !== 'long-pool' || longPools === undefined) return 'not-applicable';
    const { pool } = strategy;
    const cap = own(longPools, pool) ?? null;
    const tokens = contextAfter(growth);
    if (cap !== null && tokens <= cap) return 'compliant';
    const why = cap === null ? `pool '${pool}' does not exist` : `pool '${pool}' admits ${formatInteger(cap)}`;
    return [
      {
        prop: `roles.${role}.contextStrategy.pool`,
        value: pool,
        allowed: cap === null ? Object.keys(longPools).join(', ') : `a pool that admits ${formatInteger(tokens)} tokens`,
        message: `long sessions of '${role}' reach ${formatInteger(tokens)} tokens, and ${why}`,
        repairs: [cap === null ? 'name a pool that exists' : repair(on('pool', pool, set('maxContextTokens', tokens)))],
      },
    ];
  },
};
