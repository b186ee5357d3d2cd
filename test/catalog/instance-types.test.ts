/** Instance types of clouds: what a row may say, and figures that are known from elsewhere. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Gpu } from '../../lib/catalog/gpu';
import { INSTANCE_TYPES, instanceFacts } from '../../lib/catalog/instances/instance-types';

const ROWS = INSTANCE_TYPES.flatMap(({ cloud, rows }) => rows.map((row) => [cloud, ...row] as const));

test('each type stands in one list, once, with a GPU of the catalog and more memory than its processors are many', () => {
  const types = ROWS.map(([, type]) => type);
  expect(new Set(types).size).toBe(types.length);
  const ids = Gpu.all().map(({ id }) => id);
  for (const [, type, gpu, gpus, vCpus, memoryGiB] of ROWS) {
    expect([type, ids.includes(gpu)]).toEqual([type, true]);
    expect([1, 2, 4, 8, 16]).toContain(gpus);
    expect([type, vCpus >= 4 && memoryGiB > vCpus]).toEqual([type, true]);
  }
});

test('each cloud says where its list was read, and when', () => {
  for (const { source, asOf } of INSTANCE_TYPES) {
    expect(source).toMatch(/\w+\.\w+\//);
    expect(asOf).toMatch(/^20\d\d-\d\d(-\d\d)?$/);
  }
});

/** Within a series the figures of a GPU are nearly the same, so that a slip of the pen shows. Sizes of one GPU are sold with more or less around it. */
test.each(['a2-highgpu', 'a2-ultragpu', 'a3-highgpu', 'g4-standard'])('%s has the same processors and memory for each GPU', (series) => {
  const rows = ROWS.filter(([, type]) => type.startsWith(series));
  const [, , , gpus = 1, vCpus = 0, memoryGiB = 0] = rows[0] ?? [];
  expect(rows.length).toBeGreaterThan(3);
  for (const [, , , count, cpus, gib] of rows) expect([cpus / count, gib / count]).toEqual([vCpus / gpus, memoryGiB / gpus]);
});

test.each([
  ['p5.48xlarge', { gpu: 'h100-sxm-80', gpus: 8, vCpus: 192, memoryGiB: 2_048 }],
  ['a3-ultragpu-8g', { gpu: 'h200-sxm-141', gpus: 8, vCpus: 224, memoryGiB: 2_952 }],
  ['Standard_ND96isr_H200_v5', { gpu: 'h200-sxm-141', gpus: 8, vCpus: 96, memoryGiB: 1_850 }],
  ['g2-standard-24', { gpu: 'l4', gpus: 2, vCpus: 24, memoryGiB: 96 }],
])('%s', (type, facts) => {
  expect(instanceFacts(type)).toEqual(facts);
});

test('of a type that nobody has read nothing is known', () => {
  expect(['Standard_NV6ads_A10_v5', 'g4-standard-6', undefined].map(instanceFacts)).toEqual([undefined, undefined, undefined]);
});

test('the guide to clouds names every type that is known, and no other of its clouds', () => {
  const guide = readFileSync(join(__dirname, '../../docs/guides/clouds.md'), 'utf8');
  const listed = guide.split('| cloud | instance types that are known |')[1]?.split('\n\n')[0] ?? '';
  const named = [...listed.matchAll(/`([^`]+)`/g)].map(([, type]) => type);
  expect([...named].sort()).toEqual(ROWS.map(([, type]) => type).sort());
});
