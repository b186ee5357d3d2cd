import fc from 'fast-check';
import { once } from '../../lib/core/once';
import { recorded, recordKept, replayed } from '../../lib/core/recorded';

const keeps = (...codes: string[]) => once(() => codes.map(recordKept).length);
const keptIn = (compute: () => unknown) => [...recorded(compute).kept].sort();

test('a value that is computed once tells every recording what was kept for it', () => {
  const value = keeps('A', 'B');
  expect(keptIn(value)).toEqual(['A', 'B']);
  expect(keptIn(value)).toEqual(['A', 'B']);
});

test('it tells so as well when it was computed before anybody recorded', () => {
  const value = keeps('A');
  value();
  expect(keptIn(value)).toEqual(['A']);
});

test('a recording hears nothing of another one inside, unless it is replayed', () => {
  expect(keptIn(() => recorded(() => recordKept('A')))).toEqual([]);
  expect(keptIn(() => replayed(recorded(() => recordKept('A'))))).toEqual(['A']);
});

test('a computation that fails ends its recording', () => {
  expect(() =>
    recorded(() => {
      throw new Error('x');
    }),
  ).toThrow('x');
  expect(keptIn(() => recordKept('B'))).toEqual(['B']);
});

test('whatever the order in which values are read, the same is kept', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('A', 'B', 'C'), { minLength: 1 }), fc.integer({ min: 0, max: 9 }), (codes, before) => {
      const values = codes.map((code) => keeps(code));
      values.slice(0, before).map((value) => value());
      expect(keptIn(() => values.map((value) => value()))).toEqual([...new Set(codes)].sort());
    }),
    { numRuns: 100 },
  );
});
