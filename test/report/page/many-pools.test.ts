import { renderHtml } from '../../../lib/report/html/page';
import { reportView } from '../../../lib/report/view/report-view';
import { manyPools } from '../many-pools';
import { at, figuresOf } from './read-page';

const MOST_BYTES = 1_500_000;
const plan = manyPools(50);
const page = renderHtml(reportView([plan]));

test('a page of fifty pools with ten days stays below its limit', () => {
  expect(Buffer.byteLength(page)).toBeLessThan(MOST_BYTES);
});

test('and holds every figure of them', () => {
  const figures = figuresOf(page);
  expect(figures.filter(({ of, value }) => at([plan], of) !== value)).toEqual([]);
  const shown = new Set(figures.map(({ of }) => of));
  const must = [
    ...plan.pools.flatMap((pool, index) => [
      ...[
        'costPerHour/floor',
        'demandGiB',
        'supplyGiB',
        'headroom',
        'replicas/min',
        'gpusPerReplica',
        'price/usdPerGpuHour',
        'margin/sessions',
      ].map((field) => `/0/pools/${index}/${field}`),
      ...['limits/maxContextTokens', 'limits/maxNumSeqs', 'demand/0/sessions', 'demand/0/contextTokens'].map(
        (field) => `/0/pools/${index}/${field}`,
      ),
      ...pool.memory.terms.map((_, term) => `/0/pools/${index}/memory/terms/${term}/perGpuGiB`),
    ]),
    ...(plan.fleets[0]?.roles ?? []).flatMap(({ day }, index) => [
      ...['firstToken', 'perToken'].flatMap((time) =>
        ['likely', 'low', 'high'].map((end) => `/0/fleets/0/roles/${index}/estimate/${time}/${end}`),
      ),
      ...(day === null
        ? []
        : day.replicasByHour.flatMap((_, hour) =>
            ['replicasByHour', 'sessionsByHour'].map((field) => `/0/fleets/0/roles/${index}/day/${field}/${hour}`),
          )),
    ]),
  ];
  expect(must.filter((pointer) => !shown.has(pointer))).toEqual([]);
});
