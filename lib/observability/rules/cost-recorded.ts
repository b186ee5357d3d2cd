/** AF-OBS-007: without a price there is no cost to record. */
import type { Rule } from '../../core/rule';
import { PRICE_ADVICE, unpriced, type WatchView } from '../watch-view';

export const costRecorded: Rule<WatchView> = {
  id: 'cost-recorded',
  code: 'AF-OBS-007',
  title: 'The cost of a pool cannot be recorded because its price is unknown.',
  why: 'Cost per hour and cost per token leave the pool out.',
  fix: 'Give usdPerGpuHour and priceAsOf on the node pool.',
  severity: 'warning',
  check(view) {
    const names = unpriced(view);
    if (names === null) return 'compliant';
    return [
      {
        prop: 'fleets',
        value: names,
        allowed: 'a price for every GPU',
        message: `no price is known for the GPUs of ${names}, so neither cost per hour nor cost per token is recorded for them`,
        repairs: [PRICE_ADVICE],
      },
    ];
  },
};
