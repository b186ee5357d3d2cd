/** AF-ENG-009: agents send the same beginnings with every step. */
import type { Rule } from '../../core/rule';
import type { PoolView } from '../pool-view';
import { cachingOff } from '../prefix-caching';

export const prefixesCached: Rule<PoolView> = {
  id: 'prefixes-cached',
  code: 'AF-ENG-009',
  title: 'Prefix caching is off on a pool that agents use.',
  why: 'Prompt, tool definitions and history are sent again with every step, and each time they would be computed again.',
  fix: 'Leave prefix caching on.',
  severity: 'warning',
  check(pool) {
    const [first] = pool.demand.planned;
    const off = cachingOff(pool);
    if (off === null || first === undefined) return 'not-applicable';
    return [
      {
        prop: 'extraArgs',
        value: off.written,
        allowed: 'prefix caching, which is on by itself',
        message: `${first.fleet}/${first.role} sends its prompt again with every step, and the pool computes all of it each time`,
        repairs: [off.repair],
      },
    ];
  },
};
