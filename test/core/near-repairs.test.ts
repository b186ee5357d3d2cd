/** A repair is the same thing as was written, as the prop wants it; never another choice, size or address. */
import { z } from 'zod';
import { addressRange, isAddressRange } from '../../lib/core/kubernetes/address-range';
import { imageReference } from '../../lib/core/kubernetes/image-reference';
import { cpuQuantity, memoryQuantity } from '../../lib/core/kubernetes/quantity';
import { alsoCalled } from '../../lib/core/meant';
import { freeText, notion } from '../../lib/core/notion';
import { branded, parseProps, wholeNumber } from '../../lib/core/schema';
import { problemsIn } from '../support/problems-in';

const environment = z.enum(['development', 'staging', 'production']);
const days = z.enum(['sun', 'mon', 'tue']);
const time = notion('time', 'a time such as 08:00', (text) => /^\d\d:\d\d$/.test(text));

const found = (schema: z.ZodType, props: unknown) =>
  problemsIn(() => parseProps(schema, props, { path: 'stack/pool', className: 'InferencePool' }));
const repairOf = (prop: string, schema: z.ZodType, value: unknown) =>
  found(z.strictObject({ [prop]: schema }), { [prop]: value })[0]?.repairs?.[0];

test.each<[prop: string, schema: z.ZodType, value: unknown, repair: string]>([
  ['environment', environment, 'prod', "environment: 'production'"],
  ['environment', environment, 'Dev', "environment: 'development'"],
  ['day', days, 'monday', "day: 'mon'"],
  ['memory', memoryQuantity, '16GB', "memory: '16Gi'"],
  ['memory', memoryQuantity, '512mb', "memory: '512Mi'"],
  ['memory', memoryQuantity, 16, "memory: '16Gi'"],
  ['cpu', cpuQuantity, '2 cores', "cpu: '2'"],
  ['cpu', cpuQuantity, 2, "cpu: '2'"],
  ['storageGiB', wholeNumber(1), '10Gi', 'storageGiB: 10'],
  ['storageGiB', wholeNumber(1), '2Ti', 'storageGiB: 2048'],
  ['storageGiB', wholeNumber(1), '100 GB', 'storageGiB: 100'],
  ['usdPerGpuHour', z.number().positive(), '$1.20', 'usdPerGpuHour: 1.2'],
  ['usdPerGpuHour', z.number().positive(), '1.20/h', 'usdPerGpuHour: 1.2'],
  ['tokens', wholeNumber(1), '16k', 'tokens: 16000'],
  ['tokens', wholeNumber(1), '16,384', 'tokens: 16384'],
  ['cidr', addressRange, '10.1.2.3', "cidr: '10.1.2.3/32'"],
  ['cidr', addressRange, '10.1.2.3/24', "cidr: '10.1.2.0/24'"],
  ['from', time, '8:00', "from: '08:00'"],
  ['value', freeText('read by a program'), 3, "value: '3'"],
])('%s: %#', (prop, schema, value, repair) => {
  expect(repairOf(prop, schema, value)).toBe(repair);
});

test('a text that a variable without value became a part of is refused by its notion', () => {
  for (const image of ['registry.example.com/agents:undefined', 'undefined/agents:1.0.0', 'registry.example.com/NaN:1.0.0'])
    expect(found(z.strictObject({ image: imageReference }), { image })[0]?.allowed).toContain('without "undefined"');
  expect(found(z.strictObject({ image: imageReference }), { image: 'registry.example.com/undefinedness:1.0.0' })).toEqual([]);
  expect(found(z.strictObject({ note: freeText('shown') }), { note: 'undefined behaviour' })).toEqual([]);
});

test.each([
  ['10.1.2.0/24', true],
  ['10.1.2.3/24', false],
  ['10.1.2.3/32', true],
  ['192.168.0.0/15', true],
  ['192.169.0.0/15', false],
  ['fd12:3456:789a::/48', true],
  ['fd12:3456:789a::1/48', false],
  ['2001:db8::1/128', true],
  ['2001:db8:8000::/33', true],
  ['2001:db8:4000::/33', false],
])('the range %s begins with its first address: %s', (range, isRange) => {
  expect(isAddressRange(range)).toBe(isRange);
});

describe('an object of ours, or false', () => {
  const store = z.strictObject({
    store: z.union([z.literal(false), branded<{ isStore: true }>(() => false, 'a Store, Store.fromExisting(…) or false')]).optional(),
  });

  test('another object or text is no wish to have none', () => {
    const [problem] = found(store, { store: 'redis://redis:6379' });
    expect(problem).toMatchObject({ allowed: 'a Store, Store.fromExisting(…) or false', repairs: ['store: Store.fromExisting(…)'] });
  });

  test('true is what is there by default', () => {
    expect(found(store, { store: true })[0]?.repairs).toEqual(['leave out store']);
  });
});

test('names of others lead to the prop, which is then not missing', () => {
  const schema = z.strictObject({ min: alsoCalled(wholeNumber(0), 'minReplicas'), max: alsoCalled(wholeNumber(1), 'maxReplicas') });
  expect(found(schema, { minReplicas: 1, max_replicas: 2 }).map(({ repairs }) => repairs)).toEqual([
    ['did you mean min?'],
    ['did you mean max?'],
  ]);
});

test('a name that goes on is found by its beginning', () => {
  const schema = z.strictObject({ kvCacheCritical: z.number().optional(), kvCacheWarning: z.number().optional() });
  expect(found(schema, { kvCache: 0.9 })[0]?.repairs).toEqual(['did you mean kvCacheWarning?']);
  expect(found(schema, { kv: 0.9 })[0]?.repairs).toEqual(['remove kv']);
});
