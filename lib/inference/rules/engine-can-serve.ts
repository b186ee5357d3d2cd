/** AF-ENG-027: each engine states its own limits; shared code knows none. */
import { type Rule, violations } from '../../core/rule';
import { adapterLimits } from '../engines/adapter-limits';
import { flagLimits } from '../engines/flag-limits';
import { operatedLimits } from '../engines/operated-limits';
import type { PoolView } from '../pool-view';
import { servingBase } from '../serving';

export const engineCanServe: Rule<PoolView> = {
  id: 'engine-can-serve',
  code: 'AF-ENG-027',
  title: 'A prop asks for what this engine, this release of it, this model or this GPU cannot do, or for what would change nothing.',
  why: 'The engine would not start, or would ignore the prop.',
  fix: 'Leave the prop out, or choose another engine, release or GPU.',
  severity: ['error', 'warning', 'info'],
  check(pool) {
    const base = servingBase(pool);
    return violations([
      ...pool.adapter.limits(base),
      ...adapterLimits(pool.adapter, base),
      ...flagLimits(pool.adapter, base),
      ...operatedLimits(pool.adapter, pool.spec),
    ]);
  },
};
