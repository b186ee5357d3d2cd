/** @jest-environment node */
/** Packs are tables: what they name exists, each once. */
import { LIBRARY, policies } from '../../lib/policies/library';
import { PACKS } from '../../lib/policies/packs';

test('rules of the library name what they apply to and a public page', () => {
  for (const { code, appliesTo, source } of LIBRARY) {
    expect({ code, appliesTo }).toEqual({ code, appliesTo: expect.stringMatching(/^[A-Za-z].{5,}/) });
    expect({ code, source }).toEqual({ code, source: expect.stringMatching(/^https:\/\/[a-z0-9.-]+\/\S*$/) });
  }
});

test('no pack has a name, a point or a rule twice', () => {
  const twice = (names: readonly string[]) => names.filter((name, index) => names.indexOf(name) !== index);
  expect(twice(PACKS.map(({ id }) => id))).toEqual([]);
  for (const { points } of PACKS) {
    expect(twice(points.map(({ title }) => title))).toEqual([]);
    for (const point of points) expect(twice(point.policies.map(({ code }) => code))).toEqual([]);
    expect(points.every((point) => point.policies.length > 0)).toBe(true);
  }
});

test('a rule that no room has is a mistake of the library, found when it is loaded', () => {
  expect(() => policies('demand-fit')).toThrow('packs know no rule demand-fit');
});

test('packs are read without cdktf: the command line needs none', () => {
  jest.isolateModules(() => {
    for (const engine of ['cdktf', 'constructs']) {
      jest.doMock(engine, () => {
        throw new Error(`${engine} was loaded`);
      });
    }
    expect(() => jest.requireActual('../../lib/policies/chosen-pack')).not.toThrow();
    expect(() => jest.requireActual('../../lib/terraform/stack-of')).toThrow(/was loaded/);
  });
});
