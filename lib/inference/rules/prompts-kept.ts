/** AF-ENG-036: what roles declare as shared or cached is held once only where the engine caches prompts. */
import { type Rule, violations } from '../../core/rule';
import type { PoolView } from '../pool-view';
import { cachingOff } from '../prefix-caching';

export const promptsKept: Rule<PoolView> = {
  id: 'prompts-kept',
  code: 'AF-ENG-036',
  title: 'A role plans with cached prompts, and prefix caching is off.',
  why: 'Each session would hold the prefix that the plan counts once.',
  fix: 'Leave prefix caching on, or plan without shared prefixes and cached tokens.',
  severity: 'error',
  check(pool) {
    const off = cachingOff(pool);
    if (off === null) return 'not-applicable';
    const relying = pool.demand.planned.filter(
      ({ sharedPrefixTokens = 0, rate }) => sharedPrefixTokens > 0 || (rate?.cachedInputTokens ?? 0) > 0,
    );
    return violations(
      relying.map(({ fleet, role }) => ({
        prop: 'extraArgs',
        value: off.written,
        message: `${fleet}/${role} plans with cached prompts, and extraArgs switch prefix caching off`,
        repairs: [off.repair, `roles.${role} without sharedPrefixTokens`],
      })),
    );
  },
};
