import fc from 'fast-check';
import { fieldChanges } from '../../../lib/plan/diff/field-changes';

test('a leaf that differs is named by its path', () => {
  expect(fieldChanges({ a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } })).toEqual([{ field: 'a.c', before: 2, after: 3 }]);
});

test('what was not there was null', () => {
  expect(fieldChanges({}, { sleep: { meanwhile: 'wait' } })).toEqual([{ field: 'sleep.meanwhile', before: null, after: 'wait' }]);
  expect(fieldChanges({ price: { asOf: 'x' } }, { price: null })).toEqual([{ field: 'price.asOf', before: 'x', after: null }]);
  expect(fieldChanges({ a: undefined }, { a: null })).toEqual([]);
});

test('entries of a list are told apart by what names them, whatever their order', () => {
  const terms = (weights: number, order: readonly string[]) => order.map((id) => ({ id, perGpuGiB: id === 'weights' ? weights : 1 }));
  expect(fieldChanges({ terms: terms(2, ['weights', 'graphs']) }, { terms: terms(3, ['graphs', 'weights']) })).toEqual([
    { field: 'terms[weights].perGpuGiB', before: 2, after: 3 },
  ]);
});

test('the demand of two fleets with a role of the same name stays apart', () => {
  const demand = (sessions: number) => [
    { fleet: 'a', role: 'planner', sessions: 1 },
    { fleet: 'b', role: 'planner', sessions },
  ];
  expect(fieldChanges(demand(1), demand(2))).toEqual([{ field: '[b/planner].sessions', before: 1, after: 2 }]);
});

test('a list without names is compared as a whole', () => {
  expect(fieldChanges({ hours: [1, 2] }, { hours: [1, 3] })).toEqual([{ field: 'hours', before: [1, 2], after: [1, 3] }]);
});

test('a list of which two entries share their name is compared as a whole', () => {
  const list = (value: number) => [
    { name: 'x', value: 1 },
    { name: 'x', value },
  ];
  expect(fieldChanges({ list: list(1) }, { list: list(2) })).toHaveLength(1);
});

test('the last digit of a sum is no change', () => {
  expect(fieldChanges({ cost: 0.1 + 0.2 }, { cost: 0.3 })).toEqual([]);
});

test.each(['__proto__', 'constructor', 'toString'])('a field called %s is a field', (name) => {
  const data = JSON.parse(`{"${name}": 1}`);
  expect(fieldChanges({}, data)).toEqual([{ field: name, before: null, after: 1 }]);
});

/** JSON, in which nothing and null are the same. */
const json = fc.jsonValue({ maxDepth: 3 }).filter((value) => value !== null);

test('nothing differs from itself', () => {
  fc.assert(fc.property(json, (value) => expect(fieldChanges(value, structuredClone(value))).toEqual([])));
});

test('the way back says the opposite', () => {
  fc.assert(
    fc.property(json, json, (one, other) => {
      const back = fieldChanges(other, one).map(({ field, before, after }) => ({ field, before: after, after: before }));
      const sorted = (changes: readonly { readonly field: string }[]) => [...changes].sort((a, b) => (a.field < b.field ? -1 : 1));
      expect(sorted(fieldChanges(one, other))).toEqual(sorted(back));
    }),
  );
});
