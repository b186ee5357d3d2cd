import { runInNewContext } from 'node:vm';
import { isPlainObject } from '../../lib/core/plain-object';
import { literalData } from '../../lib/terraform/literal';

class Made {}

test.each([{}, { a: 1 }, Object.create(null), runInNewContext('({ a: 1 })')])('%p is data', (value) => {
  expect(isPlainObject(value)).toBe(true);
});

test.each([null, undefined, 'text', 1, [], () => 1, new Made(), new Date(), new Map()])('%p is none', (value) => {
  expect(isPlainObject(value)).toBe(false);
});

test('data of another realm is escaped like any other', () => {
  expect(literalData(runInNewContext("({ a: ['$' + '{x}'] })"))).toEqual({ a: ['$${x}'] });
});
