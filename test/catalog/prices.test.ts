import fc from 'fast-check';
import { Gpu, PriceBook, type PriceRow, priceOf } from '../../lib/catalog';
import { FleetSpecError } from '../../lib/core/fleet-error';

const rowsOf = (provider: string) =>
  PriceBook.PUBLISHED.rows.filter((row) => row.provider === provider).map((row) => [row.gpu, row.purchase, row.usdPerGpuHour, row.asOf]);

describe('the published prices', () => {
  test('of provider A are these rows', () => {
    expect(rowsOf('provider A')).toEqual([
      ['a100-pcie-80', 'on-demand', 1.04, '2026-03'],
      ['h100-pcie-80', 'on-demand', 2.01, '2026-03'],
      ['h100-sxm-80', 'on-demand', 2.4, '2026-03'],
      ['h200-sxm-141', 'on-demand', 3.7, '2026-03'],
      ['b200-sxm', 'spot', 2.01, '2026-03'],
      ['l40s', 'on-demand', 0.72, '2026-04-19'],
      ['l40s', 'spot', null, '2026-04-19'],
      ['a100-pcie-80', 'on-demand', 1.04, '2026-04-19'],
      ['a100-pcie-80', 'spot', 1.14, '2026-04-19'],
      ['h100-pcie-80', 'on-demand', 2.51, '2026-04-19'],
      ['h100-pcie-80', 'spot', null, '2026-04-19'],
      ['h100-sxm-80', 'on-demand', 4.41, '2026-04-19'],
      ['h100-sxm-80', 'spot', null, '2026-04-19'],
    ]);
  });

  test('of provider B are these rows, and of no other provider', () => {
    expect(rowsOf('provider B')).toEqual([
      ['h100-pcie-80', 'on-demand', 2.5, '2026-07-03'],
      ['h100-sxm-80', 'on-demand', 3.2, '2026-07-03'],
      ['a100-pcie-80', 'on-demand', 1.35, '2026-07-03'],
      ['l40', 'on-demand', 1, '2026-07-03'],
    ]);
    expect(PriceBook.PUBLISHED.rows).toHaveLength(17);
  });

  test('all name a GPU of the catalog, a provider, a date and a source', () => {
    for (const row of PriceBook.PUBLISHED.rows) {
      expect(Gpu.byId(row.gpu)).toBeDefined();
      expect(row.provider).not.toBe('');
      expect(row.asOf).toMatch(/^2026-\d{2}(-\d{2})?$/);
      expect(row.source).toContain(row.provider);
    }
  });

  test('of tokens at an API', () => {
    const prices = PriceBook.PUBLISHED.apiRows.map(({ id, inputUsdPerMillion, outputUsdPerMillion, mixedUsdPerMillion, asOf }) => [
      id,
      inputUsdPerMillion,
      outputUsdPerMillion,
      mixedUsdPerMillion,
      asOf,
    ]);
    expect(prices).toEqual([
      ['managed-small', null, null, 0.4, '2026-03'],
      ['gpt-4o-mini-equivalent', null, null, 0.4, '2026-03'],
      ['sonnet-class', 3, 15, null, '2026-07'],
      ['opus-class', 5, 25, null, '2026-07'],
    ]);
    expect(PriceBook.PUBLISHED.apiPriceOf('sonnet-class')?.outputUsdPerMillion).toBe(15);
    expect(PriceBook.PUBLISHED.apiPriceOf('unheard-of')).toBeNull();
  });
});

describe('the price of a GPU', () => {
  test('is the newest one, from whomever', () => {
    expect(priceOf(Gpu.H100_PCIE)).toMatchObject({ usdPerGpuHour: 2.5, provider: 'provider B', asOf: '2026-07-03' });
    expect(priceOf(Gpu.H100_PCIE, { purchase: 'on-demand', provider: 'provider A' })).toMatchObject({
      usdPerGpuHour: 2.51,
      asOf: '2026-04-19',
    });
  });

  test('on spot can be dearer than on demand', () => {
    const spot = priceOf(Gpu.A100_80GB_PCIE, { purchase: 'spot' });
    const onDemand = priceOf(Gpu.A100_80GB_PCIE, { provider: 'provider A' });
    expect(spot?.usdPerGpuHour).toBeGreaterThan(onDemand?.usdPerGpuHour ?? Number.POSITIVE_INFINITY);
  });

  test('is unknown where none is named, or where the provider does not sell it so', () => {
    expect(priceOf(Gpu.RTX_5090)).toBeNull();
    expect(priceOf(Gpu.B200)).toBeNull();
    expect(priceOf(Gpu.L40S, { purchase: 'spot' })).toBeNull();
    expect(priceOf(Gpu.H100_PCIE, { purchase: 'reserved' })).toBeNull();
  });
});

describe('a price book of your own', () => {
  const mine = {
    gpu: 'rtx-5090',
    provider: 'our rack',
    purchase: 'reserved',
    usdPerGpuHour: 0.31,
    asOf: '2026-11-01',
    source: 'depreciation and power, finance',
  } as const satisfies PriceRow;

  test('knows the published prices and yours, and leaves the published book as it was', () => {
    const book = PriceBook.with([mine]);
    expect(book.priceOf(Gpu.RTX_5090, { purchase: 'reserved' })).toEqual(mine);
    expect(book.priceOf(Gpu.L40S)?.usdPerGpuHour).toBe(0.72);
    expect(PriceBook.PUBLISHED.priceOf(Gpu.RTX_5090, { purchase: 'reserved' })).toBeNull();
  });

  test('lets your row win on a day that both have', () => {
    const row: PriceRow = { ...mine, gpu: 'h100-pcie-80', purchase: 'on-demand', usdPerGpuHour: 1.9, asOf: '2026-07-03' };
    expect(PriceBook.with([row]).priceOf(Gpu.H100_PCIE)?.usdPerGpuHour).toBe(1.9);
  });

  test('takes the newest row in whatever order they come', () => {
    const date = fc.integer({ min: 1, max: 28 }).map((day) => `2027-02-${String(day).padStart(2, '0')}`);
    fc.assert(
      fc.property(fc.uniqueArray(date, { minLength: 1, maxLength: 8 }), (dates) => {
        const rows = dates.map((asOf, index): PriceRow => ({ ...mine, asOf, usdPerGpuHour: index + 1 }));
        expect(PriceBook.with(rows).priceOf(Gpu.RTX_5090, { purchase: 'reserved' })?.asOf).toBe([...dates].sort().at(-1));
      }),
    );
  });

  test('takes API prices as well', () => {
    const api = { id: 'house-model', provider: 'us', inputUsdPerMillion: 1, outputUsdPerMillion: 2, mixedUsdPerMillion: null };
    const book = PriceBook.with([], [{ ...api, asOf: '2026-11', source: 'contract' }]);
    expect(book.apiPriceOf('house-model')?.inputUsdPerMillion).toBe(1);
  });

  test.each([
    ['no provider', { provider: '' }, 'rows.0.provider'],
    ['no date', { asOf: '' }, 'rows.0.asOf'],
    ['a date in words', { asOf: 'November' }, 'rows.0.asOf'],
    ['a price of zero', { usdPerGpuHour: 0 }, 'rows.0.usdPerGpuHour'],
    ['no source', { source: '' }, 'rows.0.source'],
    ['another way of buying', { purchase: 'stolen' as never }, 'rows.0.purchase'],
  ])('refuses a row with %s', (_, change, prop) => {
    const make = () => PriceBook.with([{ ...mine, ...change }]);
    expect(make).toThrow(FleetSpecError);
    expect(make).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ code: 'AF-SPEC-001', prop, path: 'PriceBook.with' })] }),
    );
  });
});
