import { differences, renderDifference } from '../../lib/testing/subset';

const told = (expected: unknown, actual: unknown) => differences(expected, actual).map(renderDifference);

test('objects may hold more than expected', () => {
  expect(told({ a: 1 }, { a: 1, b: 2 })).toEqual([]);
});

test('every difference is reported, with its path', () => {
  expect(told({ a: { b: 1 }, c: ['x', 'y'] }, { a: { b: 2 }, c: ['x', 'z'] })).toEqual([
    'a.b: expected 1, found 2',
    'c[1]: expected "y", found "z"',
  ]);
});

test('lists must have the same length', () => {
  expect(told({ c: ['x'] }, { c: ['x', 'y'] })).toEqual(['c: expected ["x"], found ["x","y"]']);
});

test('what is missing is found as nothing', () => {
  expect(told({ a: { b: 1 } }, {})).toEqual(['a: expected {"b":1}, found nothing']);
  expect(told('x', undefined)).toEqual(['it: expected "x", found nothing']);
});

test('an expectation that is undefined expects nothing', () => {
  expect(told({ a: undefined }, {})).toEqual([]);
});

test('null is a value', () => {
  expect(told({ a: null }, { a: null })).toEqual([]);
  expect(told({ a: null }, { a: 1 })).toEqual(['a: expected null, found 1']);
});

test('regular expressions match text', () => {
  expect(told({ image: /^vllm\// }, { image: 'vllm/x:1' })).toEqual([]);
  expect(told({ image: /^vllm\// }, { image: 7 })).toEqual(['image: expected text matching /^vllm\\//, found 7']);
});

test('asymmetric matchers of the runner are asked', () => {
  expect(told({ a: expect.any(Number) }, { a: 1 })).toEqual([]);
  expect(told({ a: expect.any(Number) }, { a: 'x' })).toHaveLength(1);
});

test('long values are cut', () => {
  expect(told('x', 'y'.repeat(500))[0]?.length).toBeLessThan(200);
});
