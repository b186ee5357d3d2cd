/** AF-OBS-004: a bill is understood by what each tier of the fleet costs in an hour. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import { OPERATIONAL, type Rule } from '../../core/rule';
import type { WatchView } from '../watch-view';

export const costShownByTier: Rule<WatchView> = {
  id: 'cost-shown-by-tier',
  code: 'AF-OBS-004',
  title: 'No dashboard shows what each tier costs in an hour.',
  why: 'A sum does not say whether those who talk to users or those who work for them cost more than was meant.',
  fix: 'Leave dashboards on.',
  severity: OPERATIONAL,
  check({ spec: { dashboards }, pools }) {
    // Where no price is known AF-OBS-007 says so.
    if (!pools.some(({ price }) => price !== null)) return 'not-applicable';
    if (dashboards) return 'compliant';
    return [
      {
        prop: 'dashboards',
        value: false,
        allowed: 'true',
        message: 'the cost of every pool is recorded, and no dashboard shows it by tier',
        repairs: [repair(set('dashboards', true))],
      },
    ];
  },
};
