import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import fc from 'fast-check';
import { Gpu, PriceBook, type PriceRow, priceOf } from '../../lib/catalog';
import { nodeGpus } from '../../lib/catalog/prices/exports/node-types';
import { priceFileJsonSchema } from '../../lib/catalog/prices/price-file';
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
    expect([...new Set(PriceBook.PUBLISHED.rows.map(({ provider }) => provider))]).toEqual([
      'provider A',
      'provider B',
      'AWS',
      'Azure',
      'Google Cloud',
    ]);
  });

  test('of clouds hold in one region, for nodes that exist there', () => {
    const clouds = PriceBook.PUBLISHED.rows.filter(({ provider }) => !provider.startsWith('provider '));
    expect(clouds).toHaveLength(23 + 14 + 14 + 10);
    for (const { gpu, region, instanceType = '', gpusPerNode, note } of clouds) {
      expect([region, note]).toEqual([expect.stringMatching(/^(us-east-1|eastus2|us-central1)$/), undefined]);
      // Machines of the G4 series are in no list that the importer knows: their parts are named in no description that was read.
      if (!instanceType.startsWith('g4-'))
        expect([instanceType, nodeGpus(instanceType)]).toEqual([instanceType, expect.objectContaining({ gpu, count: gpusPerNode })]);
    }
  });

  test('name L4 and A100 SXM at clouds that sell them: the node divided by its GPUs', () => {
    const at = (region: string, gpu: Gpu, gpusPerNode: number) => priceOf(gpu, { region, gpusPerNode });
    expect(at('us-east-1', Gpu.L4, 1)).toMatchObject({
      provider: 'AWS',
      instanceType: 'g6.xlarge',
      usdPerGpuHour: 0.8048,
      asOf: '2026-07-20',
    });
    expect(at('us-east-1', Gpu.L4, 8)).toMatchObject({ instanceType: 'g6.48xlarge', usdPerGpuHour: 1.6688 });
    expect(at('us-central1', Gpu.L4, 1)).toMatchObject({ provider: 'Google Cloud', usdPerGpuHour: 0.70683, asOf: '2026-08-03' });
    expect(at('us-east-1', Gpu.A100_80GB_SXM, 8)?.usdPerGpuHour).toBe(3.43088);
    expect(at('eastus2', Gpu.A100_80GB_SXM, 8)).toMatchObject({ provider: 'Azure', usdPerGpuHour: 4.09625, asOf: '2026-06-18' });
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
    expect(priceOf(Gpu.A40)).toBeNull();
    expect(priceOf(Gpu.L40S, { purchase: 'spot' })).toBeNull();
    expect(priceOf(Gpu.H100_PCIE, { purchase: 'reserved' })).toBeNull();
  });
});

describe('where it is bought', () => {
  const row = (change: Partial<PriceRow>): PriceRow => ({
    gpu: 'a40',
    provider: 'cloud',
    purchase: 'on-demand',
    usdPerGpuHour: 1,
    asOf: '2026-11-01',
    source: 'list',
    ...change,
  });
  const asked = (rows: readonly PriceRow[], query = {}) => PriceBook.with(rows).priceOf({ id: 'a40' }, query)?.usdPerGpuHour ?? null;

  test('a price of another region never counts, however new it is', () => {
    const rows = [row({ region: 'north', usdPerGpuHour: 2 }), row({ region: 'south', usdPerGpuHour: 3, asOf: '2026-11-20' })];
    expect(asked(rows, { region: 'north' })).toBe(2);
    expect(asked(rows, { region: 'west' })).toBeNull();
    expect(asked([...rows, row({ usdPerGpuHour: 4, asOf: '2026-01' })], { region: 'west' })).toBe(4);
  });

  test('without a region a price that holds everywhere comes first, else the newest of any', () => {
    const rows = [row({ region: 'north', usdPerGpuHour: 2 }), row({ region: 'south', usdPerGpuHour: 3, asOf: '2026-11-20' })];
    expect(asked(rows)).toBe(3);
    expect(asked([...rows, row({ usdPerGpuHour: 4, asOf: '2026-01' })])).toBe(4);
  });

  test('the kind of node comes before its size, and either before the cheapest', () => {
    const node = (instanceType: string, gpusPerNode: number, usdPerGpuHour: number) => row({ instanceType, gpusPerNode, usdPerGpuHour });
    const rows = [node('small', 1, 2), node('large', 8, 5), node('huge', 8, 4)];
    expect(asked(rows)).toBe(2);
    expect(asked(rows, { gpusPerNode: 8 })).toBe(4);
    expect(asked(rows, { instanceType: 'large' })).toBe(5);
    expect(asked(rows, { instanceType: 'large', gpusPerNode: 1 })).toBe(5);
    expect(asked(rows, { instanceType: 'unheard-of', gpusPerNode: 1 })).toBe(2);
  });

  test('the order of rows of one list changes nothing', () => {
    const rows = [1, 2, 3].map((gpusPerNode) => row({ instanceType: `n${gpusPerNode}`, gpusPerNode, usdPerGpuHour: 4 - gpusPerNode }));
    fc.assert(fc.property(fc.shuffledSubarray(rows, { minLength: 3 }), (shuffled) => expect(asked(shuffled)).toBe(1)));
  });
});

describe('a file of prices', () => {
  const written = (text: string) => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'prices-')), 'prices.json');
    writeFileSync(file, text);
    return file;
  };
  const mine = { gpu: 'a40', provider: 'our rack', purchase: 'reserved', usdPerGpuHour: 0.4, asOf: '2026-11', source: 'finance' } as const;

  test('holds rows beside the published ones', () => {
    const book = PriceBook.fromFile(written(JSON.stringify({ $schema: '../docs/prices.schema.json', rows: [mine] })));
    expect(book.priceOf(Gpu.A40, { purchase: 'reserved' })).toEqual(mine);
    expect(book.priceOf(Gpu.L40S)?.usdPerGpuHour).toBe(0.72);
  });

  test('is what its published schema says', () => {
    const published: unknown = JSON.parse(readFileSync(path.join(__dirname, '..', '..', 'docs', 'prices.schema.json'), 'utf8'));
    expect(published).toEqual(JSON.parse(JSON.stringify(priceFileJsonSchema())));
  });

  test.each([
    ['no JSON', '{rows', 'file', 'AF-SPEC-001'],
    ['a list', '[]', expect.stringContaining('prices.json'), 'AF-SPEC-001'],
    ['no rows', '{}', 'rows', 'AF-SPEC-001'],
    ['a key that is none', '{"rows": [], "apis": []}', 'apis', 'AF-SPEC-002'],
    ['a price in words', JSON.stringify({ rows: [{ ...mine, usdPerGpuHour: 'cheap' }] }), 'rows.0.usdPerGpuHour', 'AF-SPEC-001'],
    ['a price of zero', JSON.stringify({ rows: [{ ...mine, usdPerGpuHour: 0 }] }), 'rows.0.usdPerGpuHour', 'AF-SPEC-001'],
    ['a node of half a GPU', JSON.stringify({ rows: [{ ...mine, gpusPerNode: 0.5 }] }), 'rows.0.gpusPerNode', 'AF-SPEC-001'],
    ['a date in words', JSON.stringify({ rows: [{ ...mine, asOf: 'May' }] }), 'rows.0.asOf', 'AF-SPEC-001'],
    ['no provider', JSON.stringify({ rows: [{ ...mine, provider: undefined }] }), 'rows.0.provider', 'AF-SPEC-001'],
    ['an API without id', JSON.stringify({ rows: [], apiRows: [{ provider: 'x' }] }), 'apiRows.0.id', 'AF-SPEC-001'],
  ])('with %s is refused', (_, text, prop, code) => {
    const read = () => PriceBook.fromFile(written(text));
    expect(read).toThrow(FleetSpecError);
    expect(read).toThrow(
      expect.objectContaining({ problems: expect.arrayContaining([expect.objectContaining({ code, prop, path: 'PriceBook.fromFile' })]) }),
    );
  });

  test.each([['/nowhere/prices.json'], [''], [7 as never], [undefined as never]])('%p is no file', (file) => {
    expect(() => PriceBook.fromFile(file)).toThrow(expect.objectContaining({ problems: [expect.objectContaining({ prop: 'file' })] }));
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
    const date = fc.integer({ min: 1, max: 28 }).map((day) => `2026-10-${String(day).padStart(2, '0')}`);
    fc.assert(
      fc.property(fc.uniqueArray(date, { minLength: 1, maxLength: 8 }), (dates) => {
        const rows = dates.map((asOf, index): PriceRow => ({ ...mine, asOf, usdPerGpuHour: index + 1 }));
        expect(PriceBook.with(rows).priceOf(Gpu.RTX_5090, { purchase: 'reserved' })?.asOf).toBe([...dates].sort().at(-1));
      }),
    );
  });

  test('a price that is dated after the day of the plan does not count beside one that is not', () => {
    const rows = ['2026-09-01', '2026-10-15', '2026-10'].map((asOf, index): PriceRow => ({ ...mine, asOf, usdPerGpuHour: index + 1 }));
    const on = (day?: string) =>
      PriceBook.with(rows).priceOf(Gpu.RTX_5090, { purchase: 'reserved', ...(day === undefined ? {} : { day }) })?.asOf;
    expect([on(), on('2026-09-30'), on('2026-10-14'), on('2026-10-15'), on('2026-08-01')]).toEqual([
      '2026-10-15',
      '2026-09-01',
      '2026-10',
      '2026-10-15',
      '2026-10-15',
    ]);
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
    ['a month that does not exist', { asOf: '2026-13' }, 'rows.0.asOf'],
    ['a date in the future', { asOf: '2062-11-20' }, 'rows.0.asOf'],
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
