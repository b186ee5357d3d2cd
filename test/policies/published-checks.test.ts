/** Every published check of agent fleets has a rule with its code. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { severitiesOf } from '../../lib/core/rule';
import { worst } from '../../lib/policies/hold-against';
import { LIBRARY } from '../../lib/policies/library';
import { PUBLISHED_CHECKS as PACK } from '../../lib/policies/packs/published-checks';
import { PUBLISHED_CHECKS } from './published-checks';

const inPacks = new Map(LIBRARY.map(({ code, id }) => [code, id]));
const answered = PUBLISHED_CHECKS.filter(({ rule }) => rule !== null);

test('there are seventy-seven, each once', () => {
  expect(new Set(PUBLISHED_CHECKS.map(({ code }) => code)).size).toBe(77);
  const areas = PUBLISHED_CHECKS.map(({ code }) => code.split('-')[1] ?? '');
  const count = (area: string) => areas.filter((one) => one === area).length;
  expect([...new Set(areas)].map((area) => [area, count(area)])).toEqual([
    ['CAP', 15],
    ['ENG', 11],
    ['RTE', 7],
    ['CPU', 7],
    ['LAT', 5],
    ['ELA', 12],
    ['OBS', 8],
    ['COST', 6],
    ['SEC', 4],
    ['RES', 2],
  ]);
});

test.each(answered.map(({ code, rule }) => [code, rule]))('%s is answered by %s, which the packs know', (code, rule) => {
  expect([code, inPacks.get(code as string)]).toEqual([code, rule]);
});

test.each(answered.map(({ code, severity }) => [code, severity]))(
  '%s is as serious in the pack of its name as it was published: %s',
  (code, severity) => {
    const [point] = PACK.points.filter(({ policies }) => policies.some((policy) => policy.code === code));
    const [policy] = point?.policies ?? [];
    expect(point?.severity?.production ?? worst(severitiesOf(policy as NonNullable<typeof policy>))).toBe(severity);
  },
);

test('the pack asks nothing else', () => {
  const codes = PACK.points.flatMap(({ policies }) => policies.map(({ code }) => code));
  expect(codes.sort()).toEqual(answered.map(({ code }) => code).sort());
});

test('what was published as a warning or an error is no hint in production', () => {
  const hints = answered.flatMap(({ code, severity }) => {
    const policy = LIBRARY.find((one) => one.code === code);
    return severity !== 'info' && policy !== undefined && worst(severitiesOf(policy)) === 'info' ? [code] : [];
  });
  expect(hints).toEqual([]);
});

test('a check without a rule has none: whoever writes it says so in the table', () => {
  const silent = PUBLISHED_CHECKS.filter(({ code, rule }) => rule === null && inPacks.has(code));
  expect(silent.map(({ code }) => code)).toEqual([]);
});

test('every rule of the packs has its cases: refused, kept, not applicable', () => {
  const folder = path.join(__dirname, '..', 'rules');
  const cases = fs
    .readdirSync(folder)
    .map((file) => fs.readFileSync(path.join(folder, file), 'utf8'))
    .join('\n');
  const without = LIBRARY.filter(({ id }) => !cases.includes(`'${id}': {`) && !new RegExp(`^\\s*${id}: \\{`, 'm').test(cases));
  expect(without.map(({ id }) => id)).toEqual([]);
});
