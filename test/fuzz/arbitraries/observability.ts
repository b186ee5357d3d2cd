/** What watches fleets. */
import * as fc from 'fast-check';
import { type Mostly, pick, props } from './odd';

export const anyWatch = (mostly: Mostly): fc.Arbitrary<Readonly<Record<string, unknown>>> =>
  props(mostly, 4, {
    name: pick('watch-named'),
    dashboards: pick(true, false),
    dashboardFolder: pick('Agents', 'Team / agents'),
    alerts: props(mostly, 2, {
      kvCacheWarning: pick(0.7, 0.85),
      kvCacheCritical: pick(0.9, 0.88),
      waitingWarning: pick(3, 5),
      waitingCritical: pick(8, 20),
      gpuMemoryWarning: pick(0.7, 0.85),
      gpuMemoryCritical: pick(0.9, 0.97),
      ttftWarningShare: pick(0.5),
      spendTimesBaseline: pick(5, 12),
    }),
    slo: fc.record({ ttftSeconds: fc.dictionary(pick('pool-0-0'), mostly(pick(1, 3)), { noNullPrototype: true }) }),
    budget: pick({ usdPerHour: 500 }, { usdPerHour: 5_000 }, { usdPerMonth: 500_000 }, { usdPerHour: 5_000, usdPerMonth: 5_000_000 }),
  });
