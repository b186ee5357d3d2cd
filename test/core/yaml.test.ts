import * as fc from 'fast-check';
import { parse } from 'yaml';
import { toYaml, type YamlValue } from '../../lib/core/yaml';

test('plain data reads back as it was, by YAML 1.2 and 1.1', () => {
  const leaf = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
    fc.boolean(),
    fc.constant(null),
  );
  const key = fc.string({ minLength: 1 }).filter((name) => name !== '__proto__');
  const { tree } = fc.letrec<{ tree: YamlValue }>((tie) => ({
    tree: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('tree'), { maxLength: 4 }), fc.dictionary(key, tie('tree'), { maxKeys: 4 })),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      const text = toYaml(value);
      const plain = JSON.parse(JSON.stringify(value));
      expect(parse(text)).toEqual(plain);
      expect(parse(text, { version: '1.1' })).toEqual(plain);
    }),
    { examples: [['e0'], ['E12'], ['_1']] },
  );
});

test('words that an old reader takes for something else are quoted', () => {
  expect(toYaml({ answer: 'no', off: 'yes', n: '1e3', e0: 'e0', empty: '', star: '*', date: '2026-11-21', time: '12:30' })).toBe(
    ['answer: "no"', '"off": "yes"', '"n": "1e3"', '"e0": "e0"', 'empty: ""', 'star: "*"', 'date: "2026-11-21"', 'time: "12:30"', ''].join(
      '\n',
    ),
  );
});

test('small numbers keep a decimal point, without which PyYAML reads them as text', () => {
  expect(toYaml({ price: 2e-7, other: 2.5e-7, large: 1e21 })).toBe('price: 2.0e-7\nother: 2.5e-7\nlarge: 1.0e+21\n');
});

test('lists of maps are indented like people write them', () => {
  expect(toYaml({ list: [{ a: 1, b: { c: [true] } }, []], none: {} })).toBe(
    'list:\n  - a: 1\n    b:\n      c:\n        - true\n  - []\nnone: {}\n',
  );
});

test('undefined entries are left out, and a map of nothing else is empty', () => {
  expect(toYaml({ a: undefined, b: { c: undefined } })).toBe('b: {}\n');
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])('%p is refused', (value) => {
  expect(() => toYaml({ value })).toThrow(RangeError);
});
